"""Writes test/oracle/sweep/selection.json.gz: taking, putting, choosing, conditions, flat positions, grids, triangles."""

import itertools

import numpy as np

from sweep import DTYPES, Sweep

s = Sweep('selection')
rng = np.random.default_rng(43)
MODES = ['raise', 'wrap', 'clip']


def values(shape, dtype='float64'):
    size = int(np.prod(shape))
    a = np.arange(size).reshape(shape)
    return (a % 2 if dtype == 'bool' else a % 100).astype(dtype)


# take, put, compress, repeat for every dtype.
for dtype in DTYPES:
    for shape in [(5,), (3, 4), (2, 3, 2)]:
        a = values(shape, dtype)
        for axis in [None, 0, -1, 1, 3]:
            for indices in [[0, 2, -1], [[1, 0], [0, 1]], 1, np.array(0), np.array([2], 'uint8'), []]:
                s('take', a, indices, axis=axis)
            s('repeat', a, 2, axis)
            s('repeat', a, 0, axis=axis)
        s('ndarray.take', a, [1, 0], 0)
        s('ndarray.repeat', a, 3)
        s('repeat', a, np.arange(a.shape[0]), 0)
        s('compress', [True] + [False] * (a.shape[-1] - 2) + [True], a, axis=-1)
        s('compress', [False, True], a, axis=0)
        s('compress', [False, True, True], a)
        s('extract', a > 2, a)
        s.changes('put', a, [0, -1, 2], values((3,), dtype))
        s.changes('put', a, [0, 1, 2, 3], values((2,), dtype))
        s.changes('putmask', a, a > 1, values((3,), dtype))
        s.changes('place', a, a > 1, values((3,), dtype))
        s.changes('copyto', a, 1)
        s.changes('copyto', a, values((1,), dtype), where=a > 1)
    a = rng.integers(0, 2 if dtype == 'bool' else 50, (3, 4)).astype(dtype)
    for axis in [0, 1, -1]:
        order = np.argsort(a, axis=axis, kind='stable')
        s('take_along_axis', a, order, axis)
        s.changes('put_along_axis', a, order[:1, :1], 1, axis)
        s.changes('put_along_axis', a, order, a.copy(), axis)
    s('choose', np.array([[0, 1, 2], [2, 1, 0]]), [values((3,), dtype), values((2, 1), dtype), values((2, 3), dtype)])
    s('choose', np.array([2, 0]), values((3, 2), dtype))
    s('select', [a > 1, a == 0], [a, values((4,), dtype)], 1)
    s('where', a > 1, a, values((4,), dtype))
    s('nonzero', a)
    s('argwhere', a)
    s('flatnonzero', a)
    s('ndarray.nonzero', a)
    s('unravel_index', np.array([5, 0, 11]).astype(dtype), (3, 4))
    s('ravel_multi_index', [np.array([2, 0]).astype(dtype), np.array([1, 1]).astype(dtype)], (3, 4))
    s('piecewise', a, [a == 1, a == 0], [1, 0, 1])
    s.changes('fill_diagonal', a, 1)
    s.changes('fill_diagonal', a.T.copy(), values((2,), dtype), True)
    if dtype != 'bool':
        s('indices', (2, 3), dtype)

# take: modes, out, errors.
a = values((4, 3))
for mode, axis in itertools.product(MODES, [None, 0, 1]):
    for indices in [[0, 5, -7, 2], [[-1], [13]], -20, np.array([5000, -5000]), []]:
        s('take', a, indices, axis=axis, mode=mode)
        s.changes('put', a, indices, [1, 2], mode=mode)
for empty_shape, axis, indices in itertools.product([(0,), (0, 3), (3, 0)], [None, 0, 1], [[], [0], [5]]):
    for mode in MODES:
        s('take', np.zeros(empty_shape), indices, axis=axis, mode=mode)
for bad in [np.array([1.0]), np.array([1j]), [True, False]]:
    s('take', a, bad)
    s.changes('put', a, bad, 1)
s('take', np.array(5.0), 0)
s('take', np.array(5.0), [0, 0], axis=0)
s('take', np.array(5.0), [0, 0], axis=-1)
s('take', np.array(5.0), 1)
s('take', a, [0], 2)
s('take', values((2, 3), 'uint64'), np.array([1], 'uint64'))
s.changes('put', np.zeros(0), [], 1)
s.changes('put', np.zeros(0), [0], 1)
s.changes('put', a, [0, 1], [])
s.changes('put', a, [[0, 1], [2, 3]], [[9, 8], [7, 6]])
s.changes('put', a, 3, 9)
s.changes('put', a, [1, 1, 1], [1, 2, 3])
s.changes('put', values((3,), 'int8'), [0], 300)
s.changes('put', values((3,), 'int64'), [0, 1], np.array([1.5, -2.5]))
s.changes('ndarray.put', a, [0, 2], -1)

# Along axes.
b = rng.integers(0, 9, (2, 3, 4)).astype('float64')
for shape, axis in itertools.product([(2, 3, 4), (1, 3, 4), (2, 1, 4), (2, 3, 1), (1, 1, 1), (2, 3, 0), (2, 2, 4), (3,), (5, 3, 4)], [0, 1, 2, -1, -3, 3]):
    indices = rng.integers(-2, 2, shape)
    s('take_along_axis', b, indices, axis)
    s.changes('put_along_axis', b, indices, -1.0, axis)
    s.changes('put_along_axis', b, indices, -values((4,)), axis)
s('take_along_axis', b, np.array([0, 23, -1]), None)
s('take_along_axis', b, np.array([[0]]), None)
s('take_along_axis', b, np.array([24]), None)
s('take_along_axis', b, np.zeros((2, 3, 4)), 0)
s('take_along_axis', b, np.full((2, 3, 4), 7), 0)
s('take_along_axis', b, np.ones((2, 3, 4), bool), 0)
s('take_along_axis', b, np.zeros((2, 3, 1), int))
s.changes('put_along_axis', b, np.array([0, 23, -1]), values((3,)), None)
s.changes('put_along_axis', b, np.array([0, 23, -1]), values((2,)), None)

# repeat.
for repeats in [[1, 2, 3], [0, 0, 0], [1, 2], [-1, 1, 1], -1, [2], [[1, 2, 3]], [1.0, 2.0, 3.0], np.array([1, 2, 3], 'uint8'), True, []]:
    for axis in [None, 0, 1]:
        s('repeat', values((3, 3)), repeats, axis)
    s('repeat', values((3,)), repeats)
s('repeat', np.array(4), 3)
s('repeat', np.array(4), 3, axis=0)
s('repeat', np.array(4), 3, axis=1)
s('repeat', np.zeros((0, 3)), 2, axis=1)
s('repeat', np.zeros((2, 3)), [], axis=1)
s('repeat', np.zeros((2, 0)), [], axis=1)
s('repeat', values((2, 3)), 2, 5)

# choose.
choices = [values((3,), 'int16'), values((3,), 'float32'), values((3,), 'int64')]
for mode in MODES:
    for index in [[0, 1, 2], [2, 5, -1], [-3, 0, 0], [[0], [1]], 1, -1, [], [0, 1]]:
        s('choose', np.array(index, int), choices, mode=mode)
s('choose', np.array([0.0, 1.0]), choices)
s('choose', np.array([True, False, True]), choices)
s('choose', np.array([0, 1, 2]), [])
s('choose', np.array([0, 1, 0]), [np.array(5.0), np.array(6.0)])
s('choose', np.array(1), [np.array(5.0), np.array(6.0)])
s('ndarray.choose', np.array([0, 1, 2]), choices)

# select.
x = values((6,))
for default in [0, 7.5, np.array(3, 'int8'), -values((6,))]:
    s('select', [x < 3, x > 4], [x, x * x], default)
    s('select', [x < 3, x > 4], [values((6,), 'int8'), values((1,), 'int16')], default)
s('select', [x < 3, x > 1], [x, -x])
s('select', [np.array([[True], [False]]), x > 4], [x, -x])
s('select', [x < 3], [x, x])
s('select', [], [])
s('select', [x], [x])
s('select', [np.array([1, 0])], [np.array([1, 0])])
s('select', [np.array(True)], [np.array(3.0)], 2)
s('select', [x < 3, np.array([True, False])], [x, x])

# compress, extract, place, putmask, copyto.
for condition in [[True, False], [False, True, True, True, True], [0, 1, 2], [], np.array(True), np.ones((2, 2), bool), [False] * 9]:
    for axis in [None, 0, 1]:
        s('compress', condition, a, axis)
    s('ndarray.compress', a, condition, 1) if not isinstance(condition, np.ndarray) else None
    s('extract', condition, a)
for mask, vals in itertools.product([a > 4, a < 0, a.ravel() > 4, np.ones(5, bool), values((4, 3), 'int8')],
                                    [[1, 2], 7, [], values((20,)), values((2, 2)), np.array([1j]), values((3,), 'int8')]):
    s.changes('place', a, mask, vals)
    s.changes('putmask', a, mask, vals)
    s.changes('putmask', values((4, 3), 'int32'), mask, vals)
    s.changes('place', values((4, 3), 'int32'), mask, vals)
for casting, src in itertools.product(['no', 'equiv', 'safe', 'same_kind', 'unsafe'], DTYPES):
    if np.dtype(src).kind != 'c' or casting != 'unsafe':
        s.changes('copyto', values((3,), 'int32'), values((3,), src), casting=casting)
    s.changes('copyto', values((3,), 'complex64'), values((3,), src), casting)
for src, where in itertools.product([1, 2.5, [1, 2, 3], values((4, 1)), values((4,)), values((1, 4, 3)), values((2, 4, 3)), 1j],
                                    [True, False, [True, False, True], a > 3, np.array([1, 0, 1]), np.ones((2, 4, 3), bool), [[True]] * 4]):
    s.changes('copyto', a, src, where=where)
s.changes('copyto', values((3,), 'int8'), 300)
s.changes('copyto', values((3,), 'int8'), 2.5)
s.changes('copyto', values((3,), 'bool'), 2)
s.changes('copyto', values((3,), 'float32'), 1e300)

# where, nonzero.
for c, x1, x2 in itertools.product([a > 3, True, np.array([True, False, True]), a], [1, 2.5, values((3,), 'int8'), a], [0.5, values((4, 1), 'float32')]):
    s('where', c, x1, x2)
s('where', a > 3)
s('where', np.array(True))
for shape in [(), (0,), (0, 3), (3, 0), (1,), (70,), (3, 40), (2, 3, 4), (2, 1, 3, 2), (1, 600)]:
    for p in [0, 0.3, 1]:
        m = np.asarray(rng.random(shape) < p)
        for name in ['nonzero', 'argwhere', 'flatnonzero']:
            s(name, m)
            s(name, m.astype('float32') * -0.5)
s('nonzero', np.array([0.0, -0.0, np.nan, np.inf]))
s('nonzero', np.array([0, 1j, np.nan]))

# Grids.
s('ix_', [0, 2], [1, 2, 3])
s('ix_', [True, False, True], [2])
s('ix_', np.array([3, 1], 'int8'))
s('ix_', [], [1])
s('ix_', [[0, 1]], [1])
s('ix_')
for shape in [(), (3,), (2, 3), (2, 0), (1, 2, 2)]:
    s('indices', shape)
    s('indices', shape, float)
    s('indices', shape, sparse=True)
s('indices', (-1, 2))
for shape in [(3, 3), (4, 3), (3, 4), (5, 2), (9, 2), (3, 3, 3), (2, 2, 2, 2), (3,), (2, 3, 2), (0, 0), (0, 3), (3, 0)]:
    for val, wrap in itertools.product([7, [1, 2], [5, 6, 7, 8, 9, 10], values((2, 2))], [False, True]):
        s.changes('fill_diagonal', values(shape), val, wrap)
    s('diag_indices_from', values(shape))
    s('tril_indices_from', values(shape))
    s('triu_indices_from', values(shape), 1)
for n, ndim in itertools.product([0, 1, 3], [1, 2, 3]):
    s('diag_indices', n, ndim)
for n, k, m in itertools.product([0, 1, 3, 4], [-2, -1, 0, 1, 5], [None, 0, 2, 6]):
    s('tril_indices', n, k, m)
    s('triu_indices', n, k=k, m=m)
s('mask_indices', 3, np.triu)
s('mask_indices', 3, np.triu, 1)
s('mask_indices', 4, np.tril, -1)

# Flat positions.
for order in ['C', 'F']:
    for shape in [(7, 6), (24,), (2, 3, 4), (1, 1), (6, 7, 8, 9)]:
        size = int(np.prod(shape))
        for index in [0, size - 1, size, -1, [0, size // 2], [[0, size - 1]], [size], np.array(size // 3), np.arange(size, dtype='uint16')]:
            s('unravel_index', index, shape, order=order)
    for mode in MODES:
        for multi in [([3, 6, 6], [4, 5, 1]), ([7, -1, 0], [0, 0, 9]), (3, 4), ([3], [[1], [2]]), ([0, 1], [0, 1, 2]), (np.zeros(0, int), np.zeros(0, int)), ([1.5], [1])]:
            s('ravel_multi_index', multi, (7, 6), mode, order)
s('ravel_multi_index', ([3, 6, 9], [4, -5, 1]), (7, 6), ('wrap', 'clip'))
s('ravel_multi_index', ([1], [2], [3]), (7, 6))
s('ravel_multi_index', np.array([[3, 6, 6], [4, 5, 1]]), (7, 6))
s('ravel_multi_index', ([1], [2]), (7, 6), ('wrap',))
s('unravel_index', [1.5], (7, 6))
s('unravel_index', np.zeros(0, int), (7, 6))
s('unravel_index', 0, ())
s('unravel_index', [0], ())
s('unravel_index', 0, (0, 3))
s('unravel_index', np.zeros(0, int), (0, 3))
s('unravel_index', 3, 5)

# piecewise.
x = np.linspace(-2, 2, 9)
s('piecewise', x, [x < 0, x >= 0], [-1, 1])
s('piecewise', x, [x < -1, x > 1], [-1, 1, 0.5])
s('piecewise', x, x < 0, [np.negative, np.sqrt])
s('piecewise', x, [x < 0], [np.negative])
s('piecewise', x, [x < 0, x > 1], [1])
s('piecewise', x.reshape(3, 3), [x.reshape(3, 3) < 0], [7])
s('piecewise', np.array(3.0), [np.array(True), np.array(False)], [1, 2])
s('piecewise', values((5,), 'int32'), [values((5,), 'int32') > 2], [2.5, 0])
s.write()
