"""Writes test/oracle/sweep/gufuncs.json.gz: vecdot, matvec and vecmat with NumPy's arguments of gufuncs."""

import numpy as np

from sweep import DTYPES, Sweep, small_integers

s = Sweep('gufuncs')
rng = np.random.default_rng(516)

for dtype in DTYPES:
    def ints(*shape, dtype=dtype):
        return small_integers(rng, shape, dtype)

    for a, b in [((3,), (3,)), ((2, 3), (3,)), ((2, 3), (2, 3)), ((4, 1, 3), (2, 3)), ((0,), (0,)), ((2, 0), (2, 0)), ((0, 3), (3,)),
                 ((3,), (2,)), ((3,), (1,)), ((2, 3), (3, 3)), ((), (3,)), ((3,), ())]:  # fmt: skip
        s('vecdot', ints(*a), ints(*b))
        s('vecdot', ints(*a), ints(*b), keepdims=True)
        s('linalg.vecdot', ints(*a), ints(*b))
        s('linalg.vecdot', ints(*a), ints(*b), axis=0)
        s('vecdot', ints(*a), ints(*b), axis=0)
        s('vecdot', ints(*a), ints(*b), axis=0, keepdims=True)
    for a, b in [((2, 3), (3,)), ((5, 2, 3), (3,)), ((2, 3), (5, 3)), ((5, 1, 2, 3), (4, 3)), ((2, 0), (0,)), ((0, 3), (3,)), ((2, 3), (2,)),
                 ((3,), (3,)), ((2, 3), ()), ((2, 2, 3), (3, 3))]:  # fmt: skip
        s('matvec', ints(*a), ints(*b))
        s('vecmat', ints(*b), ints(*a[:-2], *a[-2:][::-1]))
    for other in DTYPES:
        s('vecdot', ints(2, 3), ints(3, dtype=other))
        s('matvec', ints(2, 3), ints(3, dtype=other))
        s('vecmat', ints(2), ints(2, 3, dtype=other))
        s('vecdot', ints(2, 3), ints(3), dtype=other)
        s('matvec', ints(2, 3), ints(3), dtype=other, casting='unsafe')
        s('vecdot', ints(2, 3), ints(3), out=np.zeros(2, other))
        s('vecmat', ints(2), ints(2, 3), out=np.zeros(3, other))
    for other in DTYPES:
        s('matmul', ints(2, 3), ints(3, 2), dtype=other)
        s('matmul', ints(3), ints(3, 2), dtype=other, casting='unsafe')
        s('matmul', ints(2, 3), ints(3, 2), out=np.zeros((2, 2), other))
        s('matmul', ints(2, 3), ints(3, 2), out=np.zeros((2, 2), other), casting='unsafe')
x, y = rng.integers(-3, 4, (2, 3, 4)), rng.integers(-3, 4, (4, 3, 2))
for axes in [[(0, 1), (1, 2), (0, 1)], [(2, 1), (1, 0), (-1, -2)], [(0, 1), (1, 2)], [(0, 1), (0, 0), (0, 1)], [0, 1, 2], 3,
             [(2, 0), (2, 1), (0, 2)], [(0, 1), (1, 2), (0, 5)]]:  # fmt: skip
    s('matmul', x, y, axes=axes)
a, b = rng.integers(-3, 4, (2, 3, 4)), rng.integers(-3, 4, (3, 4))
for axes in [[0, 0], [1, 0, ()], [(2,), (1,), ()], [2, 1], [-1, -1], [1, -2], [0], 0, [5, 0], [(0, 1), 0], [0, 0, 0], [1, 0, 0]]:
    s('vecdot', a, b, axes=axes)
    s('vecdot', a, b, axes=axes, keepdims=True)
    s('vecdot', a, b, axes=axes, axis=0)
for axes in [[(0, 1), 0, 0], [(0, 1), 0, 1], [(0, 1), 0, -1], [(0, 1), 0], [(1, 2), 1, 0], [(-1, 1), 0, 0], [(0, 0), 0, 0], [0, 0, 0], [(1, 0), 1, 0]]:
    s('matvec', a, b, axes=axes)
    s('vecmat', b, a, axes=[axes[1], axes[0], *axes[2:]])
s('matvec', a, b[0], axis=0)
s('matvec', a, b[0], keepdims=True)
s('vecdot', a, a, where=True)
for shape in [(3,), (2, 2), (2,), (4, 2), (2, 1)]:
    s('vecdot', np.ones((2, 3)), np.ones((2, 3)), out=np.zeros(shape))
    s('vecdot', np.ones((2, 3)), np.ones((2, 3)), out=np.zeros(shape), keepdims=True)
    s('matvec', np.ones((2, 3)), np.ones(3), out=np.zeros(shape))
s.write()
