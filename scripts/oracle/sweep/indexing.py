"""Writes test/oracle/sweep/indexing.json.gz: a[...] and a[...] = value with every kind of index."""

import itertools

import numpy as np

from sweep import DTYPES, Sweep

s = Sweep('indexing')
rng = np.random.default_rng(41)


def values(shape, dtype):
    """Different values wherever the dtype has them."""
    size = int(np.prod(shape))
    a = np.arange(size).reshape(shape)
    return (a % 2 if dtype == 'bool' else a % 100).astype(dtype)


def get(a, *index):
    s('ndarray.__getitem__', a, index)


def put(a, value, *index):
    s.changes('ndarray.__setitem__', a, index, value)


# Every dtype: its size chooses the kernel.
for dtype in DTYPES:
    a = values((3, 4), dtype)
    one = values((7,), dtype)
    mask = rng.integers(0, 2, (3, 4)).astype(bool)
    for index in [([2, 0],), (slice(None), [1, -1, 1]), ([0, 2], [3, -4]), (mask,), (1, [0, 2]), ([[0], [2]], [1, 3])]:
        get(a, *index)
        put(a, 1, *index)
        put(a, a[index][::-1].copy(), *index)
    get(one, [6, 0, -7, 3])
    put(one, values((4,), dtype), [6, 0, -7, 3])
    for other in DTYPES:
        if not (np.dtype(other).kind == 'c' and np.dtype(dtype).kind != 'c'):
            put(a, values((4,), other), [0, 2])
            put(one, values((2,), other), np.array([True, False, False, True, False, False, False]))

# Attributes that write: real and imaginary parts, all elements in order.
for dtype, value in itertools.product(DTYPES, [5, np.array([1.5, 2.5, -3.0]), np.array([[1], [2]], 'int8'), np.zeros((4, 1)), np.ones(0)]):
    for name in ['real', 'imag', 'flat']:
        s.changes('ndarray.__setattr__', values((2, 3), dtype), name, value)

# Kinds of index arrays.
a = values((4, 5), 'int32')
for dtype in ['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64']:
    get(a, np.array([3, 0, 1], dtype))
    get(a, np.array([[3, 0], [1, 1]], dtype), slice(1, 4))
    get(a, np.array(2, dtype))
    get(a, np.array(2, dtype), np.array(1, dtype))
    put(a, 7, np.array([3, 0], dtype), np.array(1, dtype))
for bad in [np.array([0.0, 1.0]), np.array([1.5]), np.array(1.0), np.zeros(0), [1.5], 1.5, np.array([1j]), '']:
    get(a, bad)
    put(a, 1, bad)
get(a, [])
get(a, [], [])
get(a, np.zeros((0, 3), int))
get(a, [], slice(1, 3))
put(a, 3, [])
put(a, [], [])
put(a, [1, 2], [])

# Mixed indices of three and four dimensions.
items = [
    0, -1, slice(None), slice(None, None, -1), slice(1, None), None, Ellipsis, [0, 1], [[1], [0]], [-1, 0, 1],
    np.array(1), True, False, np.array([True, False]), np.array([[True, False, True], [False, True, True]]),
]
a = values((2, 3, 2), 'int16')
for length in [1, 2]:
    for index in itertools.product(items, repeat=length):
        get(a, *index)
        put(a, 50, *index)
picked = list(itertools.product(items, repeat=3)) + list(itertools.product(items, repeat=4))
for n in rng.choice(len(picked), 900, replace=False):
    get(a, *picked[n])
    put(a, np.array([70, 71], 'int16') if n % 2 else -5, *picked[n])
b = values((2, 3, 2, 2), 'float32')
for n in rng.choice(len(picked), 500, replace=False):
    get(b, *picked[n])

# Where the dimensions of index arrays stand.
c = values((3, 4, 5, 6), 'float64')
i, j = [0, 2], [3, 1]
col = [[1], [0], [2]]
for index in [
    (i,), (slice(None), i), (Ellipsis, i), (i, j), (i, slice(None), j), (slice(None), i, j), (slice(None), i, slice(None), j),
    (0, slice(None), i), (slice(None), 0, i), (slice(None), i, 0), (i, Ellipsis, j), (i, None, j), (None, i, j), (i, j, None),
    (col, i), (slice(1, 3), col, slice(None), i), (slice(None), slice(None), col, i), (i, j, i, j), (i, j, Ellipsis, i, j),
    (slice(None), 1, slice(None), i), (1, i, slice(None), 2), (1, Ellipsis, i), (slice(2, 0, -1), i, slice(None, None, 2), 1),
    (slice(0, 0), i), (i, slice(0, 0)), (slice(0, 0), [9]), ([9], slice(0, 0)),
]:
    get(c, *index)
    put(c, -1, *index)
for value_shape in [(), (1,), (6,), (2, 1, 1), (2, 5, 6), (1, 1, 2, 5, 6), (3,), (5, 2, 6), (2, 2, 5, 6)]:
    put(c, -values(value_shape, 'float64'), i, j)
    put(c, -values(value_shape, 'float64'), i, slice(None), slice(None), j)
many = values((2,) * 8, 'int64')
for size in range(3, 9):
    get(many, *([[0, 1], [[1], [0]]] * 4)[:size])
    put(many, -1, *([[0, -1], [1, 0]] * 4)[:size])
    get(many[::-1, :, ::-1], *([[0, 1], [[1], [0]]] * 4)[:size])

# Masks.
d = values((3, 4), 'float64')
for shape in [(3, 4), (3,), (4,), (1, 4), (3, 1), (4, 3), (3, 4, 1), (0,), ()]:
    for p in [0, 0.5, 1]:
        mask = np.asarray(rng.random(shape) < p)
        get(d, mask)
        get(d, Ellipsis, mask)
        get(d, slice(None), mask)
        get(d, mask, slice(None))
        put(d, 9, mask)
        put(d, 9, Ellipsis, mask)
        put(d, [8, 9], mask)
        if mask.shape == d.shape:
            count = int(mask.sum())
            put(d, -values((count,), 'float64'), mask)
            put(d, -values((count + 1,), 'float64'), mask)
            put(d, -values((1, count), 'float64'), mask)
            put(d, values((1, 1), 'float64'), mask)
            put(d, values((1,), 'int8'), mask)
get(d, [True, False, True])
get(d, [[True, False, True, False]] * 3)
get(d, [True, False], [True, False, True, True])
get(d, np.array([True, False, True]), np.array([True, False, True, False]))
get(d, np.array([True, True, True]), np.array([True, False, True, False]))
get(d, np.array([True, False, True]), [3, 1])
get(d, np.array([True, False, True]), [[3], [1]])
scalar = np.array(5.0)
for index in [(True,), (False,), (None,), (Ellipsis,), (True, None), (None, True), (True, False), (True, True), (0,), ([0],), ([],), ()]:
    get(scalar, *index)
    put(scalar, 3, *index)
empty = np.zeros((0, 3))
for index in [([],), ([0],), (slice(None), [0, 2]), (np.zeros((0, 3), bool),), (slice(None), [3]), ([], [0]), (np.zeros(0, bool),)]:
    get(empty, *index)
    put(empty, 1, *index)

# Repeated places: the last value stays.
e = values((5,), 'int64')
put(e, [1, 2, 3, 4], [2, 2, 0, 2])
put(values((3, 3), 'int64'), [[10, 20], [30, 40]], [[0, 0], [0, 0]], [[1, 1], [1, 2]])
put(values((3, 3), 'int64'), [[10, 20, 30], [40, 50, 60]], [1, 1])

# Out of range, too many, shapes that differ.
for index in [([3],), ([-4],), (slice(None), [4]), (slice(None), [-5]), ([0, 1], [0, 9]), ([0, 1, 2], [0, 1]), (0, 0, [0]), ([0], [0], [0]),
              ([0], Ellipsis, Ellipsis), (np.array([2**62]),), (np.array([-2**62]),), ({},) if False else ([0, 5],)]:
    get(d, *index)
    put(d, 1, *index)
for value in [[1, 2, 3], [[1, 2, 3, 4]], [[1], [2]], [[[1, 2, 3, 4]]], 1j, float('nan')]:
    put(d, value, [0, 2])
put(values((3,), 'int8'), 300, [0])
put(values((3,), 'int8'), [300], [0])
put(values((3,), 'uint8'), -1, [0])
put(values((3,), 'int8'), float('nan'), [0])
put(values((3,), 'int64'), [1.5, 2.5], [0, 1])
put(values((3,), 'int64'), np.array([1.5, -2.5]), [0, 1])
put(values((3,), 'bool'), [2, 0], [0, 1])

# Sizes beyond a block of offsets, and runs that threads share.
f = values((3000,), 'int16')
for n in [511, 512, 513, 2000]:
    where = rng.integers(-3000, 3000, n)
    get(f, where)
    put(f, np.arange(n).astype('int16'), where)
    get(f.reshape(60, 50), where % 60, where % 50)
    get(f.reshape(50, 60), slice(None), where % 60)
    mask = rng.random(3000) < n / 2100
    get(f, mask)
    put(f, -np.arange(int(mask.sum())).astype('int16'), mask)
s.write()
