"""Writes test/oracle/sweep/sorting.json.gz: sorting, order, partitions, searching, sets, counting, histograms."""

import itertools

import numpy as np

from sweep import DTYPES, Sweep

s = Sweep('sorting')
rng = np.random.default_rng(8)

KINDS = [None, 'quicksort', 'heapsort', 'mergesort', 'stable']
ESTIMATORS = ['auto', 'doane', 'fd', 'rice', 'scott', 'sqrt', 'stone', 'sturges']
FLOATS = ['float16', 'float32', 'float64']
REALS = [dtype for dtype in DTYPES if not dtype.startswith('complex')]


def some(dtype, shape, few=False):
    """Elements in no order; few different ones where asked for."""
    kind = np.dtype(dtype).kind
    if kind == 'b':
        return rng.integers(0, 2, shape).astype(bool)
    if few:
        a = rng.integers(0 if kind == 'u' else -3, 4, shape)
        return (a + 1j * rng.integers(-1, 2, shape) if kind == 'c' else a).astype(dtype)
    if kind in 'iu':
        info = np.iinfo(dtype)
        return rng.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)
    a = rng.normal(0, 10, shape)
    return (a + 1j * rng.normal(0, 10, shape) if kind == 'c' else a).astype(dtype)


def special(dtype, n=17):
    """NaN, infinities and ordinary numbers; all parts of complex ones. One zero alone: signs of ties are for stable sorts."""
    if np.dtype(dtype).kind == 'f':
        values = [np.nan, np.inf, -np.inf, 0.0, 1.5, -2.0, np.nan]
        return rng.permutation(np.resize(np.array(values, dtype), n))
    parts = [np.nan, np.inf, -np.inf, 0.0, -2.0]
    values = np.array([complex(a, b) for a, b in itertools.product(parts, parts)], dtype)
    return rng.permutation(values)


def signed_zeros(dtype):
    return np.array([0.0, -0.0, 1, -0.0, 0.0, -1, -0.0, np.nan, 0.0], dtype)


for dtype in DTYPES:
    arrays = [some(dtype, shape, few) for shape in [(0,), (1,), (2,), (5,), (40,), (3, 4), (2, 3, 5), (2, 0, 3)]
              for few in [False, True]]
    if np.dtype(dtype).kind in 'fc':
        arrays.append(special(dtype))
    for a in arrays:
        axes = [None, *range(-a.ndim, a.ndim)]
        for axis in axes:
            s('sort', a, axis)
            s('argsort', a, axis, kind='stable')
            if axis is not None:
                s.changes('ndarray.sort', a, axis)
        for kind in KINDS:
            s('sort', a, kind=kind)
        s('sort', a)
        s('sort', a, stable=True)
        s('argsort', a, stable=True)
        s('ndarray.argsort', a, kind='stable')
        if np.dtype(dtype).kind != 'c' or not np.isnan(a).any():
            s('sort_complex', a)
        keys = [a, some(dtype, a.shape, True), some('int8', a.shape, True)]
        s('lexsort', keys)
        s('lexsort', keys[::-1])
        for axis in range(a.ndim):
            s('lexsort', keys[:2], axis)
    if np.dtype(dtype).kind in 'f':
        for kind in ['stable', 'mergesort']:
            s('sort', signed_zeros(dtype), kind=kind)
            s('argsort', signed_zeros(dtype), kind=kind)
    # All of a partition is told where the order is whole or elements on each side are equal.
    for n in [1, 2, 7, 40]:
        a = some(dtype, n)
        s('partition', a, list(range(n)))
        if dtype != 'bool' or n < 3:
            s('argpartition', np.arange(n)[::-1].astype(dtype), list(range(n)))
        halves = np.sort(some(dtype, n, True))
        s('partition', np.roll(np.repeat(halves[[0, -1]], n), n // 2), n)
    s('partition', some(dtype, (3, 4)), [0, 1, 2, 3], 1)
    s('partition', some(dtype, (3, 4)), [0, 1, 2], 0)
    s('partition', some(dtype, (3, 4)), list(range(12)), None)
    s.changes('ndarray.partition', some(dtype, (3, 4)), [3, 2, 1, -4])
    s.changes('ndarray.partition', some(dtype, (3, 4)), [-1, 0, 1], 0)

    # Searching.
    for few in [False, True]:
        hay = np.sort(some(dtype, 23, few))
        needles = [some(dtype, shape, few) for shape in [(), (0,), (7,), (40,), (3, 4)]] + [hay]
        if np.dtype(dtype).kind in 'fc':
            hay = np.sort(np.concatenate([hay, special(dtype)]))
            needles.append(special(dtype))
        mixed = some(dtype, 19, few)
        for v, side in itertools.product(needles, ['left', 'right']):
            s('searchsorted', hay, v, side)
            s('searchsorted', hay[:0], v, side=side)
            s('searchsorted', hay[:1], v, side=side)
            s('searchsorted', mixed, v, side, np.argsort(mixed, kind='stable'))
            s('ndarray.searchsorted', hay, v, side=side)
        if dtype not in ['complex64', 'complex128']:
            for right in [False, True]:
                for v in needles:
                    s('digitize', v, np.unique(hay[:9]), right)
                    s('digitize', v, np.unique(hay[:9])[::-1], right=right)

    # Sets.
    for a in arrays:
        # Which of several NaN stands for them, and which comes first without an index, NumPy leaves open.
        nan = np.dtype(dtype).kind in 'fc' and np.isnan(a).any()
        if nan:
            s('unique', a, True, True, True)
            s('unique', a, True, True, True, None, equal_nan=False)
            if np.dtype(dtype).kind == 'f':
                s('unique', a)
                s('unique', a, return_counts=True)
        else:
            for index, inverse, counts in itertools.product([False, True], repeat=3):
                s('unique', a, return_index=index, return_inverse=inverse, return_counts=counts)
            s('unique', a, True, True, True, None, equal_nan=False)
            s('unique', a, equal_nan=False)
            s('unique', a, return_counts=True, equal_nan=False, sorted=True)
        for axis in range(-a.ndim, a.ndim):
            s('unique', a, True, True, True, axis)
            if not nan:
                s('unique', a, axis=axis)
        if a.ndim < 3:
            s('unique_all', a)
            s('unique_counts', a)
            if not nan:
                s('unique_inverse', a)
            b = some(dtype, 9, True)
            for name in ['union1d', 'intersect1d', 'setdiff1d', 'setxor1d']:
                if not nan or np.dtype(dtype).kind == 'f' or name == 'intersect1d':
                    s(name, a, b)
                    s(name, b, a)
            s('intersect1d', a, b, return_indices=True)
            s('intersect1d', np.unique(a), np.unique(b), True, True)
            s('setdiff1d', np.unique(a)[::-1], np.unique(b), assume_unique=True)
            s('setxor1d', np.unique(a), np.unique(b), True)
            for invert in [False, True]:
                s('isin', a, b, invert=invert)
                s('isin', b, a, False, invert)
                s('isin', b, a, kind='sort', invert=invert)
    rows = some(dtype, (6, 3), True)[[0, 1, 2, 0, 3, 1, 4, 5, 2]]
    for axis in [0, 1]:
        s('unique', rows, axis=axis)
        s('unique', rows, return_index=True, return_inverse=True, return_counts=True, axis=axis)

# Dtypes that meet.
for a, b in itertools.product(DTYPES, DTYPES):
    x, y = some(a, 12, True), some(b, 8, True)
    for name in ['union1d', 'intersect1d', 'setdiff1d', 'setxor1d', 'isin']:
        s(name, x, y)
    s('searchsorted', np.sort(x), y)
    s('lexsort', [x[:8], y])

# Rows with NaN are all different.
nan_rows = np.array([[1, np.nan], [0, 1], [1, np.nan], [0, 1], [np.nan, 0]])
for axis in [0, 1]:
    s('unique', nan_rows, axis=axis)
    s('unique', nan_rows, True, True, True, axis)
s('unique', np.zeros((3, 0)), axis=0)
s('unique', np.zeros((3, 0)), True, True, True, 0)
s('unique', np.zeros((3, 0)), axis=1)
s('unique', np.float64(3), return_inverse=True)
s('unique', np.array([0.0, -0.0, 1.0, -0.0]), return_index=True)

# Counting.
for dtype in ['bool', 'int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64']:
    for n in [0, 1, 30]:
        x = rng.integers(0, 2 if dtype == 'bool' else 9, n).astype(dtype)
        for minlength in [0, 3, 20]:
            s('bincount', x, minlength=minlength)
            for weights in ['bool', 'int32', 'float16', 'float32', 'float64', 'complex64']:
                s('bincount', x, some(weights, n, True), minlength)
    s('bincount', np.array([[1, 2]], dtype))
    s('bincount', np.array(1, dtype))
s('bincount', np.array([1, -1]))
s('bincount', np.array([1, 2.0]))
s('bincount', np.array([1, 2]), np.array([1.0]))
s('bincount', np.array([1, 2]), minlength=-1)
s('bincount', np.array([1, 2]), minlength=None)
s('bincount', np.array([1, 2]), minlength=1.5)

for bins in [[1, 2, 3], [3, 2, 1], [1, 1, 2], [2, 1, 1], [1, 3, 2], [1, 1], [5], [np.nan, 1]]:
    s('digitize', np.array([0.5, 1, 1.5, 2, 3, 4, np.nan]), np.array(bins, float))
    s('digitize', np.array([0.5, 1, 1.5, 2, 3, 4, np.nan]), np.array(bins, float), True)
s('digitize', np.array([1j]), np.array([1.0, 2]))
s('digitize', np.array([1.0]), np.array([1j, 2]))
s('digitize', np.array([1.0]), np.array([[1.0, 2]]))
s('digitize', np.array([1.0]), np.array(3.0))
s('digitize', np.array([1.0, 2]), np.array([], float))

# Histograms.
for dtype in REALS:
    for n in [0, 1, 2, 33, 300]:
        wide = dtype in ['int64', 'uint64', 'float64']
        a = some(dtype, n) if wide else some(dtype, n, True)
        data = [a] if dtype != 'float64' else [a, rng.uniform(0, 1, n), rng.integers(0, 9, n) * 0.1, np.full(n, 0.25)]
        for x in data:
            s('histogram', x)
            for bins in [1, 7, 50]:
                s('histogram', x, bins)
                s('histogram_bin_edges', x, bins)
                s('histogram', x, bins, (-1, 2))
                s('histogram', x, bins=bins, density=True, tolerance=4)
            s('histogram', x, 6, (0.1, 0.9))
            s('histogram_bin_edges', x, 6, (0.1, 0.9))
            s('histogram', x, 6, (2, 2))
            for weights in ['int64', 'float32', 'float64', 'complex128']:
                w = some(weights, n, True)
                s('histogram', x, 5, weights=w, tolerance=4)
                s('histogram', x, 5, density=True, weights=w, tolerance=16) if weights == 'float64' and n > 2 else None
                s('histogram', x, np.array([-2.0, 0, 0.5, 3]), weights=w, tolerance=16)
            for edges in [[-2, 0, 1, 3], [0, 0, 1, 1], [0.5, 2.5], [-1e9, 1e9], [1], [1, 1]]:
                s('histogram', x, np.array(edges, float))
                s('histogram', x, np.array(edges, float), density=True, tolerance=4)
                s('histogram_bin_edges', x, np.array(edges, float))
            for name in ESTIMATORS:
                s('histogram_bin_edges', x, name, tolerance=4)
                s('histogram', x, name, tolerance=4)
                s('histogram_bin_edges', x, name, (-1, 2), tolerance=4)
for a in [special('float64'), np.array([1.0, np.inf]), np.array([1.0, np.nan])]:
    s('histogram', a)
    s('histogram', a, 4, (-2, 2))
    s('histogram', a, np.array([-2.0, 0, 1.5, 2]))
a = rng.normal(0, 1, 40)
s('histogram', a, 0)
s('histogram', a, -1)
s('histogram', a, 2.5)
s('histogram', a, 'foo')
s('histogram', a, 'auto', weights=a)
s('histogram', a, 5, (2, 1))
s('histogram', a, 5, (0, np.inf))
s('histogram', a, 5, (1, 2, 3))
s('histogram', a, np.array([3.0, 1, 2]))
s('histogram', a, np.zeros((2, 2)))
s('histogram', a, 5, weights=a[:3])
s('histogram', np.array([1.0, 1 + 2**-52]), 10)
s('histogram', a.reshape(8, 5), 4, weights=np.ones((8, 5)))

for n, d in itertools.product([0, 1, 50], [1, 2, 3]):
    points = rng.normal(0, 1, (n, d))
    s('histogramdd', points) if d < 3 else None
    for bins in [1, 3, [2] * d, [np.array([-1.0, 0, 1, 2])] * d, [2, np.array([-1.0, 0, 2]), 3][:d]]:
        s('histogramdd', points, bins)
        s('histogramdd', points, bins, density=True, tolerance=8) if n > 1 else None
        s('histogramdd', points, bins, weights=np.arange(n) * 0.5)
        s('histogramdd', points, bins, [(-1, 1)] * d)
        s('histogramdd', [points[:, i] for i in range(d)], bins)
    s('histogramdd', points, [3] * (d + 1))
    s('histogramdd', points, 3, [(0, 1)] * (d + 1))
    if d == 2:
        x, y = points.T.copy()
        for bins in [1, 4, [2, 3], np.array([-1.0, 0, 1]), [np.array([-1.0, 0, 1]), 3], [np.array([-2.0, 2])] * 2]:
            s('histogram2d', x, y, bins)
            s('histogram2d', x, y, bins, [[-1, 1], [0, 2]])
            s('histogram2d', x, y, bins, density=True, tolerance=8) if n > 1 else None
            s('histogram2d', x, y, bins, weights=np.arange(n))
for dtype in ['int32', 'uint8', 'float32', 'float16', 'int64']:
    x, y = some(dtype, 60, True), some(dtype, 60, True)
    s('histogram2d', x, y, 3)
    s('histogram2d', x, y, [np.array([-1, 0, 2]), np.array([0.0, 2])])
s('histogram2d', a, a[:3])
s('histogram2d', a, a, 0)
s('histogram2d', a, a, [3, 0])
s('histogram2d', a, a, [np.array([2.0, 1]), 3])
s('histogram2d', a, a, 3, [(1, 0), (0, 1)])

# Refused.
a = np.array([3, 1, 2])
for name in ['sort', 'argsort']:
    s(name, np.float64(5))
    s(name, np.float64(5), None)
    for axis in [1, -2, 1.5, 'x']:
        s(name, a, axis)
    s(name, a, kind='foo')
    s(name, a, kind=3)
    s(name, a, kind='stable', stable=True)
    s(name, a, kind='quicksort', stable=False)
    s(name, a, order='x')
    s(name, a, order=None, stable=None)
for name in ['partition', 'argpartition']:
    for kth in [3, -4, 1.5, True, [0, 3], [[0]]]:
        s(name, a, kth)
    s(name, a, [0, 1, 2], 1)
    s(name, a, [0, 1, 2], kind='quicksort')
    s(name, a, [0, 1, 2], kind='introselect')
    s(name, a, [0, 1, 2], order='x')
    s(name, np.float64(5), 0)
    s(name, np.float64(5), 0, None)
    s(name, np.zeros((2, 0)), 0)
    s(name, np.zeros((0, 3)), 1)
    s(name, a, np.array([2, 0, 1], 'uint8'))
    s(name, a, np.array([2.0]))
s('lexsort', [])
s('lexsort', [a, a[:2]])
s('lexsort', [a, a], 1)
s('lexsort', [a, a], axis=1.5)
s('lexsort', np.array([[1, 0, 1], [2, 2, 1]]))
s('lexsort', np.array([3, 1]))
s('lexsort', [np.float64(3), np.float64(1)])
s('lexsort', np.zeros((2, 3, 2)), axis=0)
s('searchsorted', np.array([[1.0]]), 2)
s('searchsorted', np.float64(5), 2)
s('searchsorted', a, 2, 'foo')
s('searchsorted', a, 2, sorter=np.array([1, 2]))
s('searchsorted', a, 2, sorter=np.array([1.0, 2, 0]))
s('searchsorted', a, 2, sorter=np.array([[1, 2, 0]]))
s('searchsorted', np.sort(a), 2)
s('searchsorted', np.sort(a), 2.5)
s('searchsorted', np.array([2**62, 2**62 + 1, 2**62 + 2]), 2**52)
s('unique', a, axis=1)
s('unique', a, axis=-2)
s('isin', a, a, kind='foo')
s('isin', a * 1.0, a, kind='table')
s('isin', a, a, kind='table')
s('isin', a, np.array([], int), kind='table')
s('isin', np.int64(3), a)
s('isin', a, 3)
s.write()
