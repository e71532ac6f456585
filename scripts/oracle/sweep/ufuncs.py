"""Writes test/oracle/sweep/ufuncs.json.gz: broadcasting, out, where, dtype, casting and the methods of ufuncs.

Values of every ufunc in every dtype are scripts/oracle/ufuncs.py's."""

import itertools

import numpy as np

from sweep import DTYPES, Sweep

s = Sweep('ufuncs')
rng = np.random.default_rng(11)


def values(shape, dtype='float64'):
    """Small whole numbers, which every dtype holds and every sum leaves exact."""
    a = rng.integers(1, 6, shape)
    return (a % 2 if dtype == 'bool' else a).astype(dtype)


SHAPES = [(), (1,), (3,), (4, 1), (1, 3), (4, 3), (2, 1, 3), (2, 4, 1), (1, 1, 1), (2, 4, 3)]
SHAPES += [(0,), (4, 0), (0, 3), (5,)]
for name in ['add', 'subtract', 'multiply', 'maximum', 'less', 'floor_divide', 'power']:
    for one, other in itertools.product(SHAPES, repeat=2):
        s(name, values(one), values(other))
for one, other in itertools.product(SHAPES, repeat=2):
    s('divmod', values(one, 'int32'), values(other, 'int16'))
    s('bitwise_xor', values(one, 'uint8'), values(other, 'int8'))
    s('multiply', values(one, 'complex64'), values(other, 'float32'))
    s('logical_and', values(one, 'bool'), values(other, 'float16'))
    s('ldexp', values(one, 'float32'), values(other, 'int32'))
for shape in SHAPES:
    for name in ['negative', 'square', 'isnan', 'sign', 'logical_not', 'modf', 'frexp']:
        s(name, values(shape))

# Mixed dtypes broadcast too.
for one, other in itertools.product(DTYPES, repeat=2):
    s('add', values((3, 1), one), values((4,), other))
    s('greater_equal', values((2, 1), one), values((1, 3), other))

# out, where, dtype, casting.
OUTPUTS = [((3,), (3,)), ((1,), (3,)), ((3,), (2, 3)), ((3,), (4,)), ((2, 3), (3,)), ((), (2,)), ((2, 3), (2, 3))]
for shape, out in OUTPUTS:
    for dtype in ['float64', 'float32', 'int64', 'complex128', 'bool'] if shape == out else ['float64', 'complex128']:
        s('add', values(shape), values(shape), out=values(out, dtype))
    s('add', values(shape), values(shape), out=values(out), where=values(out, 'bool'))
    s('add', values(shape), values(shape), out=values(out), where=values((3,), 'bool'))
for where in [True, False, np.array([True, False, True]), np.array([[True], [False]]), np.array([1, 0, 1])]:
    s('sqrt', values((2, 3)), out=values((2, 3)), where=where)
CASTINGS = ['no', 'equiv', 'safe', 'same_kind', 'unsafe']
for dtype, casting in itertools.product(['float32', 'float64', 'int64', 'complex64'], CASTINGS):
    for operand in ['int32', 'float64', 'complex128']:
        s('add', values(3, operand), values(3, operand), dtype=dtype, casting=casting)

# Whole numbers beyond the dtype of the array beside them: a quotient and a comparison take them, what gives integers does not.
for dtype in ['bool', 'int8', 'uint8', 'int16', 'uint32', 'int64', 'uint64', 'float16', 'float32']:
    for number in [-1, 128, 256, -129, 70000, 2**31, -2**40, 2**63, 2**64 - 1, -2**63, 2**70, -2**70]:
        for name in ['divide', 'arctan2', 'float_power', 'copysign', 'equal', 'less_equal', 'greater', 'add', 'floor_divide']:
            # Beside booleans NumPy compares with 64 bits only.
            if dtype == 'bool' and not -2**63 <= number < 2**63 and name in ['equal', 'less_equal', 'greater']:
                continue
            s(name, values(3, dtype), number, tolerance=8)
            s(name, number, values((2, 2), dtype), tolerance=8)
    s('add', values(3, dtype), 70000, dtype='float64')
    s('add', values(3, dtype), 0.1, dtype='float64', casting='unsafe')
    s('float_power', values(3, dtype), 0.1, tolerance=8)
    s('less.outer', values(3, dtype), 300)
s('equal', np.array([2**63 - 1]), 2**63)
s('linspace', np.array([0, 100], 'int8'), 300, 4)

# Methods.
FOLDING = ['add', 'multiply', 'subtract', 'maximum', 'logical_or', 'bitwise_and', 'logaddexp', 'logaddexp2', 'hypot']
SHAPED = [values((4,)), values((3, 4)), values((2, 3, 4)), values((3, 0)), values((0,)), values(())]
for a in SHAPED:
    for name in FOLDING:
        tolerance = 4 if name in ('logaddexp', 'logaddexp2', 'hypot') else 0
        b = a.astype('int64') if name.startswith('bitwise') else a
        for axis in [0, -1, 1, None]:
            s(f'{name}.reduce', b, axis=axis, tolerance=tolerance)
            s(f'{name}.reduce', b, axis=axis, keepdims=True, tolerance=tolerance)
            if axis is not None and a.ndim > 0:
                s(f'{name}.accumulate', b, axis=axis, tolerance=tolerance)
        s(f'{name}.reduce', b, tolerance=tolerance)
        if name in ('add', 'multiply', 'logaddexp', 'maximum'):
            s(f'{name}.reduce', b, axis=0, initial=2, tolerance=tolerance)
    s('add.reduce', a, axis=(0, 1))
    s('add.reduce', a, axis=(0, -1), keepdims=True)
    s('subtract.reduce', a, axis=(0, 1))
    for indices in [[0], [0, 2], [2, 0, 1], [0, 0], [-1], [4], []]:
        s('add.reduceat', a, indices)
        s('maximum.reduceat', a, indices, axis=-1)
for dtype in DTYPES:
    a = values((3, 4), dtype)
    for name in ['add', 'multiply', 'maximum', 'logical_and']:
        s(f'{name}.reduce', a, axis=0)
        s(f'{name}.accumulate', a, axis=1)
        s(f'{name}.outer', a[0], a[:, 1])
    for name in ['add', 'subtract', 'maximum', 'multiply']:
        t = values(6, dtype)
        one = 1 if dtype != 'bool' else True
        s.changes(f'{name}.at', t, [0, 2, 2, -1], one)
        s.changes(f'{name}.at', t, np.array([0, 2, 2, 5, 0]), values(5, dtype))
        s.changes(f'{name}.at', t, np.array([[0, 1], [2, 2]]), values((2, 2), dtype))
        # NumPy 2.4 reads past an operand that index arrays of more dimensions stretch: no case of it.
        s.changes(f'{name}.at', t, np.array([[0, 1], [2, 2]], 'uint8'), one)
        s.changes(f'{name}.at', t, [0, 6], one)
        s.changes(f'{name}.at', t, [0, -7], one)
        s.changes(f'{name}.at', t, np.array([], 'int64'), one)
    s.changes('negative.at', values(6, dtype), [0, 0, 3])
    s.changes('add.at', values((3, 4), dtype), (np.array([0, 2, 0]), np.array([1, 3, 1])), one)
s.changes('add.at', values(4), np.array([True, False, True, True]), 5)
for index in [slice(0, 1), slice(None, None, -1), (slice(None), [0, 0]), (slice(None, None, -1), np.array([0, 2])), (..., [1, 1]),
              (None, [0, 0]), (slice(None), slice(1, 3)), ([0, 0], slice(1, None)), (np.array([True, False, True]), slice(0, 2)),
              ([1, 1], None, [0, 0]), (slice(5, 9), [0]), (slice(None), [9]), (slice(None), slice(None), [0]), (None, slice(0, 2))]:
    for dtype in ['int32', 'float64', 'complex64']:
        s.changes('add.at', values((3, 4), dtype), index, 10)
    s.changes('multiply.at', values((3, 4)), index, values(2))
    s.changes('negative.at', values((3, 4)), index)
s.changes('add.at', values(4, 'int32'), [0, 1], values(3, 'int32'))
for one, other in itertools.product([(), (2,), (0,), (2, 3)], repeat=2):
    s('multiply.outer', values(one), values(other))
    s('less.outer', values(one), values(other))

# Numbers and lists of them, which are integers where a ufunc takes nothing else.
for name in ['bitwise_and', 'bitwise_or', 'bitwise_xor', 'left_shift', 'right_shift', 'gcd', 'lcm']:
    for one, other in [(12, 6), ([12, 10, -7], 3), (5, [[1, 2], [3, 0]]), ([1, 2, 3], values(3, 'int8')), (values(3, 'uint8'), [[4], [5]]),
                       ([1.5, 2], 1), (1.5, 2), ([True, False], 3)]:
        s(name, one, other)
    for method in ['reduce', 'accumulate']:
        if not name.endswith('shift'):
            s(f'{name}.{method}', [12, 18, 30])
            s(f'{name}.{method}', [[12, 18], [30, 4]], axis=1)
            s(f'{name}.{method}', [1.5, 2])
    s(f'{name}.outer', [12, 18], [2, 3])
    s(f'{name}.reduceat', [12, 18, 4], [0, 1])
for name in ['invert', 'bitwise_count']:
    for one in [5, -1, [5, 0, -3], [[1], [2]], 1.5, [1.5]]:
        s(name, one)
for bits in [[1, 0, 1], [[1, 0], [0, 3]], [1.5, 0]]:
    s('packbits', bits)

s.write()
