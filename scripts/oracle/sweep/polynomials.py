"""Writes test/oracle/sweep/polynomials.json.gz: arithmetic, calculus, values, roots and fits of polynomials."""

import itertools

import numpy as np

from sweep import DTYPES, Sweep

s = Sweep('polynomials')
rng = np.random.default_rng(43)
FLOATS = ['float16', 'float32', 'float64']


def sample(shape, dtype, limit=9):
    kind = np.dtype(dtype).kind
    if kind == 'b':
        return np.asarray(rng.integers(0, 2, shape)).astype(bool)
    real = np.asarray(rng.integers(0 if kind == 'u' else -limit, limit, shape))
    if kind == 'c':
        real = real + 1j * rng.integers(-limit, limit, shape)
    return np.asarray(real).astype(dtype)


def exact(*dtypes):
    return 0 if all(np.dtype(d).kind in 'biu' for d in dtypes) else 32


for dtype in DTYPES:
    lists = [sample(n, dtype) for n in [0, 1, 2, 3, 6]] + [np.array([0, 0, 1, 2, 0], dtype), np.zeros(3, dtype)]
    for p in lists + [sample((), dtype)]:
        for m in [0, 1, 2, 5, -1]:
            s('polyder', p, m)
            s('polyint', p, m, tolerance=4)
        s('polyint', p, 2, 3.0, tolerance=4)
        s('polyint', p, 2, [1.0, 2.0], tolerance=4)
        s('polyint', p, 3, np.array([1, 2], dtype))
        s('polyint', p, 1, np.array([4], dtype), tolerance=4)
        for x in [np.array(2, dtype), sample(0, dtype), sample(4, dtype), sample((2, 3), 'float64'), np.arange(3), np.float32([0.5, -1])]:
            s('polyval', p, x, tolerance=exact(dtype, x.dtype))
        s('polyval', p, 1.5, tolerance=4)
        if p.ndim == 1:
            if dtype not in ['float32', 'complex64'] or p.size < 4:  # else LAPACK's order may differ
                s('roots', p, tolerance=2000)
            s('poly', p, tolerance=64)
    for a, b in itertools.product(lists, lists):
        for name in ['polyadd', 'polysub', 'polymul']:
            s(name, a, b, tolerance=exact(dtype))
        # Complex quotients differ in the last digit, and so whether a rest is 0.
        if np.dtype(dtype).kind != 'c' or len(b) == 0:
            s('polydiv', a, b)
    for other in DTYPES:
        a, b = sample(4, dtype), sample(3, other)
        b[0] = 1
        for name in ['polyadd', 'polysub', 'polymul']:
            s(name, a, b, tolerance=exact(dtype, other))
        if 'c' not in (np.dtype(dtype).kind, np.dtype(other).kind):
            s('polydiv', a, b, tolerance=64)
        s('polyval', a, b, tolerance=exact(dtype, other))
s('polyval', sample((2, 3), 'float64'), sample(3, 'float64'))
s('polyval', [1.0, 2.0], np.array([np.inf, np.nan, 1]))
s('poly', sample((3, 3), 'float64'), tolerance=2000)
s('poly', np.array([1 + 2j, 1 - 2j, 3]), tolerance=64)
s('poly', np.array([1 + 2j, 1 - 2j, 3j]), tolerance=64)
s('poly', sample((2, 3), 'float64'))
s('poly', np.zeros((0, 0)))
s('roots', sample((2, 2), 'float64'))
s('roots', np.array([1, np.nan, 2]))
s('roots', [3.2, 2, 1], tolerance=64)
s('roots', np.poly(np.arange(1.0, 8)), tolerance=1e6)
s('polymul', sample((2, 2), 'float64'), [1.0])
s('polydiv', [1.0, 2], sample(0, 'float64'))
s('polydiv', np.array([2 + 1j, 3, 1j, 4]), np.array([2, 1 + 1j]), tolerance=16)

for xd, yd in itertools.product(['int32', 'float32', 'float64', 'uint8', 'float16', 'bool'], ['int64', 'float32', 'float64', 'complex128']):
    x = np.array([0, 1, 2, 3, 4, 5, 7]).astype(xd)
    y = sample(7, yd)
    for deg in [0, 1, 2] if xd != 'bool' else [0, 1]:
        # Where single precision takes part, by as much as its epsilon times the condition.
        kw = {'tolerance': 20000}
        s('polyfit', x, y, deg, **kw)
        s('polyfit', x, sample((7, 2), yd), deg, **kw)
        if yd != 'complex128':
            s('polyfit', x, y, deg, w=np.arange(1.0, 8), **kw)
            s('polyfit', x, y, deg, cov=True, **kw)
            s('polyfit', x, sample((7, 2), yd), deg, cov=True, **kw)
            s('polyfit', x, y, deg, cov='unscaled', **kw)
            s('polyfit', x, y, deg, full=True, **kw)
x, y = np.arange(5.0), sample(5, 'float64')
s('polyfit', x, y, 2, 0.5, tolerance=20000)
s('polyfit', x, y, -1)
s('polyfit', x.reshape(5, 1), y, 1)
s('polyfit', x[:0], y[:0], 1)
s('polyfit', x, y[:3], 1)
s('polyfit', x, np.zeros((5, 2, 2)), 1)
s('polyfit', x, y, 1, w=np.ones(4))
s('polyfit', x, y, 1, w=np.ones((5, 1)))
s('polyfit', x, y, 4, cov=True)
s.write()
