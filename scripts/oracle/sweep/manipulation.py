"""Writes test/oracle/sweep/manipulation.json.gz: joining, splitting, repeating, padding, diagonals, views."""

import itertools

import numpy as np

from sweep import DTYPES, Sweep

s = Sweep('manipulation')
rng = np.random.default_rng(7)
FEW = ['bool', 'int8', 'uint16', 'int64', 'float16', 'float64', 'complex64']


def values(shape, dtype='float64'):
    """Distinct small values; floats with NaN, infinities and -0 here and there."""
    kind = np.dtype(dtype).kind
    if kind == 'b':
        return rng.integers(0, 2, shape).astype(bool)
    a = rng.integers(0 if kind == 'u' else -9, 10, shape)
    if kind == 'c':
        a = a + 1j * rng.integers(-9, 10, shape)
    return np.asarray(a).astype(dtype)


def special(a):
    if a.dtype.kind in 'fc' and a.size > 3:
        a = a.copy()
        a.flat[1], a.flat[3] = np.nan, -0.0
    return a


# Joining.
for dtype, shape in itertools.product(DTYPES, [(3,), (2, 3), (0, 3), (2, 1, 2), ()]):
    a, b = special(values(shape, dtype)), values(shape, dtype)
    for axis in [0, 1, -1, 2, None]:
        s('concatenate', [a, b], axis)
        s('stack', [a, b], -1 if axis is None else axis)
    for name in ['vstack', 'hstack', 'dstack', 'column_stack']:
        s(name, [a, b, a])
    s('append', a, b)
    s('append', a, b, axis=0)
    s('block', [[a, b], [b, a]])
    s('block', [a, b])
    s('concat', a)
    s('unstack', a)
for one, other in itertools.product(DTYPES, DTYPES):
    a, b = values((2, 2), one), values((1, 2), other)
    s('concatenate', [a, b])
    if one in FEW and other in FEW:
        for casting in ['no', 'equiv', 'safe', 'same_kind', 'unsafe']:
            s('concatenate', [a, a], dtype=other, casting=casting)
        s('concatenate', [a, b], axis=None)
        s('stack', [a, a], dtype=other)
        s('vstack', [a, b], dtype='float32', casting='unsafe')
        s('hstack', [a, a], dtype='float64', casting='unsafe')
for shapes, axis in itertools.product(
        [[(2, 3), (1, 3)], [(2, 3), (2, 1)], [(2, 3), (3,)], [(0, 3), (2, 3)], [(2, 3), (2, 2)], [(1,), (2,), (3,)]],
        [0, 1, -2, None, 5]):
    s('concatenate', [values(shape, 'int32') for shape in shapes], axis=axis)
    if axis is not None:
        s('stack', [values(shape, 'int32') for shape in shapes], axis=axis)
for name in ['vstack', 'hstack', 'dstack', 'column_stack']:
    for shapes in [[(3,), (3,)], [(3,), (2,)], [(2, 3), (3,)], [(2, 3), (2, 3)], [(2, 3, 2), (2, 3, 1)], [(), ()], [(2,), ()]]:
        s(name, [values(shape, 'int16') for shape in shapes])
    s(name, [])
s('concatenate', [])
s('stack', [])
s('concatenate', [1.0, 2.0])
s('stack', [1.5, 2.5])
s('concatenate', values((2, 2, 2)), axis=1)
s('stack', values((2, 2, 2)), axis=1)
s('concatenate', [values(3), True, 2.5], axis=None)
s('concatenate', [values(3, 'float32'), 2.5], axis=None)
s('concatenate', [values(3, 'int8'), 2], axis=None)
for dims in [[[(2, 2), (2, 1)], [(1, 2), (1, 1)]], [[(2, 2), (2, 1)], [(1, 3)]], [[(2,), ()]], [[(2, 2), (1, 1)]], [[()], [()]]]:
    s('block', [[values(shape, 'int32') for shape in row] for row in dims])
s('block', values((2, 3)))
s('block', 3.5)
s('block', [])
s('block', [[]])
s('block', [[values(2)], values(2)])
s('block', [[[values((1, 2, 2))], [values((1, 1, 2))]]])
for shape, axis in itertools.product([(3,), (2, 3), ()], [None, 0, 1, -1, 4]):
    a = values(shape, 'int32')
    s('append', a, values(shape, 'float32'), axis)
    s('append', a, values((3,), 'int8'), axis)

# Splitting.
for shape, axis in itertools.product([(6,), (4, 6), (0, 2), (2, 4, 6), (5,), ()], [0, 1, 2, -1, 3]):
    a = values(shape, 'int32')
    for sections in [1, 2, 3, 0, -1, [1], [2, 4], [3, 1], [-2], [0, 99], []]:
        s('split', a, sections, axis)
        s('array_split', a, sections, axis)
        if axis == 0:
            for name in ['hsplit', 'vsplit', 'dsplit']:
                s(name, a, sections)
    s('unstack', a, axis=axis)
s('split', values(4), np.array([1, 3]))

# Order.
for dtype, shape in itertools.product(DTYPES, [(5,), (2, 3), (2, 3, 2), (0, 3), ()]):
    a = special(values(shape, dtype))
    s('flip', a)
    s('fliplr', a)
    s('flipud', a)
    for axis in [0, -1, 1, (0, 1), (0, 0), 4]:
        s('flip', a, axis)
    for k in range(-2, 5):
        s('rot90', a, k)
    s('rot90', a, 1, (1, 0))
    s('rot90', a, 1, (-1, 0))
    for shift, axis in [(1, None), (-2, None), (7, 0), (1, 1), ((1, 1), (0, 1)), ((1, 2), None), (1, (0, 1)), ((1, 2), 0),
                        ((2, 3), (0, 0)), (0, 0), (3, 5), ((1, 2, 3), (0, 1)), (5, -1)]:
        s('roll', a, shift, axis)
    for axis, start in itertools.product([0, 1, -1], [0, 1, 2, -1, 3, 9, -9]):
        s('rollaxis', a, axis, start)
    for reps in [0, 1, 2, 5, (2, 3), (1, 2, 2), (2, 0), (), -1]:
        s('tile', a, reps)
    for target in [4, (3, 3), (0,), (2, 2, 2), (1,), ()]:
        s('resize', a, target)
    for name in ['atleast_1d', 'atleast_2d', 'atleast_3d']:
        s(name, a)
        s(name, a, values((2,)))
for trim, axis in itertools.product(['fb', 'f', 'b', 'BF', 'x'], [None, 0, 1, -1, (0, 1), 3]):
    for a in [np.array([0, 0, 1, 0, 2, 0]), np.zeros((2, 3)), np.pad(np.ones((2, 2)), 1), np.array([[0, 1, 0], [0, 0, 0]]),
              np.array([]), np.array([0.0, np.nan, 0]), np.array([0, 1j, 0]), np.pad(values((2, 2, 1), 'int8'), 2)]:
        s('trim_zeros', a, trim, axis)
for shape in [(2, -1), (3,), (-2,)]:
    s('resize', values(2), shape)

# Inserting and deleting.
for dtype, shape, axis in itertools.product(['bool', 'int8', 'float32', 'complex128'], [(5,), (2, 4), (3, 2, 2)], [None, 0, 1, -1, 3]):
    a = values(shape, dtype)
    for obj in [0, 1, -1, 7, -9, [0, 1], [0, 0], [-1, 0], [], [9], slice(1, 3), slice(None, None, 2), slice(3, 0, -1), slice(9, 9),
                [True, False], [True, False, True, False, False], np.array([1]), np.array([0, 1], 'uint8')]:
        s('delete', a, obj, axis)
        # Lists of booleans and small unsigned indices fail inside NumPy's insert.
        if not (isinstance(obj, list) and obj and isinstance(obj[0], bool)) and np.asarray(obj).dtype != 'uint8':
            s('insert', a, obj, values((), dtype), axis)
            s('insert', a, obj, values((2,), dtype), axis)
            s('insert', a, obj, values((2, 2), dtype), axis)
s('insert', values(5), np.array([True, False, True, False, False]), 7.0)
s('insert', values(5, 'int32'), 1, np.array(2.5))
s('delete', values(5), np.array([1.5]))
s('insert', values((2, 3)), 1, values((2,)), 1)
s('insert', values((2, 3)), [1], values((2, 1)), 1)
s('insert', values((2, 3)), [1, 2], values((2, 2)), 1)
s('insert', values((2, 3)), [2, 1], values((2, 2)), 1)

# Diagonals and triangles.
for dtype, shape in itertools.product(DTYPES, [(3, 3), (2, 4), (4, 2), (2, 3, 4), (0, 3), (3,), ()]):
    a = special(values(shape, dtype))
    for k in [0, 1, -1, 3, -5]:
        s('diagonal', a, k)
        s('trace', a, k)
        s('tril', a, k) if shape else None
        s('triu', a, k) if shape else None
        s('diag', a, k)
        s('diagflat', a, k)
        s('ndarray.diagonal', a, k)
        s('ndarray.trace', a, k)
    s('vander', a)
    s('vander', a, 2, increasing=True)
for axis1, axis2, offset in itertools.product([0, 1, -1, 3], [0, 1, 2], [0, 1, -2]):
    a = values((3, 4, 2), 'int16')
    s('diagonal', a, offset, axis1, axis2)
    s('trace', a, offset=offset, axis1=axis1, axis2=axis2)
    s('trace', a, offset, axis1, axis2, 'float32')
for n, m, k, dtype in itertools.product([0, 1, 3, -1], [None, 2, 4], [0, 1, -2, 7], ['float64', 'int8', 'bool', 'complex64']):
    s('tri', n, m, k, dtype)
for n, increasing in itertools.product([None, 0, 1, 4, -1], [False, True]):
    for dtype in FEW:
        s('vander', values((3,), dtype), n, increasing)

# Broadcasting and grids.
for shapes in [[(2, 1), (3,)], [(2,), (3,)], [()], [], [(1, 1), (0, 3)], [(2, 3), (1,), ()]]:
    arrays = [values(shape, 'int32') for shape in shapes]
    s('broadcast_arrays', *arrays)
    s('broadcast_shapes', *shapes)
s('broadcast_shapes', 3, (2, 1))
s('broadcast_shapes', -1)
for sparse, indexing, copy in itertools.product([False, True], ['xy', 'ij', 'x'], [True, False]):
    for shapes in [[(2,), (3,)], [(3,)], [(2,), (3,), (4,)], [(0,), (2,)], [(), (2,)], [(2, 2), (3,)]]:
        s('meshgrid', *[values(shape, 'int32') for shape in shapes], sparse=sparse, indexing=indexing, copy=copy)
s('meshgrid')

# Spacing. Powers and logarithms may differ in the last places.
for start, stop, num, endpoint in itertools.product([0, 1, -1.5], [2, 3.25], [0, 1, 2, 5], [True, False]):
    s('logspace', start, stop, num, endpoint, tolerance=8)
    s('logspace', start, stop, num, endpoint, base=2, tolerance=8)
    s('logspace', start, stop, num, endpoint, dtype='float32', tolerance=8)
for start, stop, num, endpoint in itertools.product([1, -1, 1000.5, 1j], [256, -8, 2 + 1j, 0], [0, 1, 2, 5], [True, False]):
    s('geomspace', start, stop, num, endpoint, tolerance=16)
    s('geomspace', start, stop, num, endpoint, dtype='complex64', tolerance=16)
for axis in [0, 1, -1, 5]:
    s('logspace', values(3), values(3), 4, axis=axis, tolerance=8)
    s('logspace', values(3), values(3), 4, base=np.array([2.0, 3.0, 10.0]), axis=axis, tolerance=8)
    s('geomspace', np.array([1.0, 2.0]), np.array([8.0, -16.0]), 4, axis=axis, tolerance=16)
    s('geomspace', np.array([1.0, 2.0], 'float32'), np.array([8.0, 16.0], 'float32'), 4, axis=axis, tolerance=16)
s('logspace', 0, 1, -1)
for axis, endpoint in itertools.product([0, 1, 2, -1, 3], [True, False]):
    s('linspace', values((2, 3)), values((2, 3)), 4, endpoint, axis=axis, tolerance=2)
    s('linspace', values((2, 3)), values((3,)), 3, axis=axis, dtype='int32')
    s('linspace', values((2, 3), 'float32'), values((3,), 'float32'), 3, axis=axis, dtype='int32')

# Properties and layouts.
for dtype, shape in itertools.product(DTYPES, [(), (3,), (2, 3), (0, 2)]):
    a = values(shape, dtype)
    for name in ['ndim', 'shape', 'size', 'real', 'imag', 'iterable', 'isscalar', 'asanyarray', 'asarray_chkfinite',
                 'ascontiguousarray', 'asfortranarray']:
        s(name, a)
    for axis in [0, 1, -1, (0, 1), 4, None]:
        s('size', a, axis)
    s('ascontiguousarray', a, 'complex128')
    s('asfortranarray', a, 'complex128')
    s('require', a, 'float32')
    s('require', a, None, 'FW')
    s('require', a, None, ['C', 'O'])
    s('require', a, None, ['C', 'F'])
    s('ndarray.byteswap', a)
    s.changes('ndarray.byteswap', a, True)
s('asarray_chkfinite', np.array([1.0, np.nan]))
s('asarray_chkfinite', np.array([1.0, np.inf], 'complex64'))
for value in [3.5, True, 2 + 1j, 'text', None]:
    s('isscalar', value)
s('real', 2 + 1j)
s('imag', 2 + 1j)
s('real', 2.5)
s('imag', 2.5)
for name, axis in itertools.product(['sum', 'max', 'mean'], [0, 1, (0, 1), (0, 2), -1, 5]):
    s('apply_over_axes', getattr(np, name), values((2, 3, 2)), axis)
for name, axis, shape in itertools.product(['max', 'cumsum', 'diag', 'flip'], [0, 1, -1, 3], [(3,), (2, 3), (2, 3, 2), (0, 2)]):
    # Scalars have no dtype in JavaScript, so what gives scalars is called with float64.
    s('apply_along_axis', getattr(np, name), axis, values(shape, 'float64' if name == 'max' else 'int32'))
for shape, window, axis in [((5,), 2, None), ((5,), 6, None), ((3, 4), (2, 2), None), ((3, 4), 2, 0), ((3, 4), 2, None),
                            ((3, 4), (2, 2), (1, 1)), ((3, 4), -1, 0), ((3, 4), 1, 2), ((3, 4), (1, 2), (0,)), ((0, 2), 0, 0)]:
    s('lib.stride_tricks.sliding_window_view', values(shape, 'int32'), window, axis)

# Bits.
for dtype, shape, axis, order in itertools.product(DTYPES, [(), (3,), (8,), (21,), (200,), (3, 9), (17, 2, 3), (0, 3)], [None, 0, 1, -1, 3], ['big', 'little', 'x']):
    if axis is not None and not shape:
        continue  # NumPy gives such an array one dimension first
    if dtype in ['bool', 'int8', 'uint8', 'int64', 'uint16', 'float32', 'complex64'] and (dtype in ['bool', 'int64'] or axis is None):
        s('packbits', values(shape, dtype), axis, order)
    if dtype in ['uint8', 'bool', 'int8']:
        a = rng.integers(0, 256, shape).astype(dtype)
        s('unpackbits', a, axis, None, order)
        # Of an empty array NumPy reads bits that are not there.
        for count in [0, 3, 8, 13, -1, -5, 40, -1000] if a.size else [0, -1000]:
            s('unpackbits', a, axis, count, order)

# Padding.
MODES = ['constant', 'edge', 'linear_ramp', 'maximum', 'mean', 'median', 'minimum', 'reflect', 'symmetric', 'wrap']
WIDTHS = [0, 1, 3, (2, 1), ((1, 2),), ((1, 0), (0, 2)), ((1,), (2,)), 11, -1, ((1, 2), (3, 4), (5, 6)), 1.5]
for mode, shape, width in itertools.product(MODES, [(4,), (2, 3), (1,), (1, 3), (3, 2, 2), (0,), (0, 2), ()], WIDTHS):
    s('pad', values(shape, 'float64'), width, mode, tolerance=2)
    s('pad', values(shape, 'int32'), width, mode)
for mode, dtype in itertools.product(MODES, DTYPES):
    if dtype.startswith('complex') and mode == 'median' or dtype == 'bool' and mode in ['median', 'linear_ramp']:
        continue
    a = values((3, 4), dtype)
    s('pad', a, 2, mode, tolerance=4)
    s('pad', a, ((1, 2), (0, 3)), mode, tolerance=4)
    if mode in ['reflect', 'symmetric']:
        s('pad', a, 7, mode, reflect_type='odd')
for length, mode in itertools.product([1, 2, (1, 3), ((2, 1), (1, 2)), 0, None, 99, -1], ['maximum', 'mean', 'median', 'minimum']):
    s('pad', values((3, 4)), 2, mode, stat_length=length, tolerance=4)
for value in [5, -2.5, (1, 2), ((1, 2), (3, 4)), ((1,), (2,)), np.nan, (1, 2, 3)]:
    s('pad', values((3, 4)), ((1, 2), (3, 1)), 'constant', constant_values=value)
    s('pad', values((3, 4)), ((1, 2), (3, 1)), 'linear_ramp', end_values=value, tolerance=4)
    s('pad', values((3, 4), 'float32'), 2, 'constant', constant_values=value)
for width, mode, kind in itertools.product([1, 2, 5, 13], ['reflect', 'symmetric'], ['even', 'odd']):
    for shape in [(3,), (4, 2), (2,), (1, 5)]:
        s('pad', values(shape, 'int64'), width, mode, reflect_type=kind)
        s('pad', values(shape, 'float32'), width, mode, reflect_type=kind)
s('pad', values(3), 1, 'nothing')
s('pad', values(3), 1, 'edge', constant_values=1)
s('pad', values(3), 1, 'constant', stat_length=1)
s('pad', values(3), np.array([1, 2]))
s('pad', values(3), np.array([1.0, 2.0]))
s.write()
