"""Writes test/oracle/sweep/dtypes.json.gz: promotion, casting rules, kinds of dtypes."""

import itertools

import numpy as np

from sweep import DTYPES, Sweep

s = Sweep('dtypes')
CASTINGS = ['no', 'equiv', 'safe', 'same_kind', 'unsafe']
KINDS = ['bool', 'signed integer', 'unsigned integer', 'integral', 'real floating', 'complex floating', 'numeric']

for one, other in itertools.product(DTYPES, repeat=2):
    s('promote_types', one, other)
    s('result_type', one, other)
    s('result_type', np.ones(2, one), other)
    s('result_type', np.ones(2, one), np.ones((), other))
    s('can_cast', one, other)
    s('issubdtype', one, other)
    for casting in CASTINGS:
        s('can_cast', one, other, casting)
    for third in DTYPES:
        s('result_type', one, other, third)
for dtype in DTYPES:
    for value in [1, -1, 1.5, 2j, True]:
        s('result_type', dtype, value)
        s('result_type', np.ones(3, dtype), value)
    for kind in KINDS:
        s('isdtype', np.dtype(dtype), kind)
    s('isdtype', np.dtype(dtype), ('bool', 'real floating'))
    s('min_scalar_type', np.array(1, dtype))
    s('min_scalar_type', np.ones(2, dtype))
SCALARS = [0, 1, -1, 127, 128, -128, -129, 255, 256, 32768, 65536, 2**31, 2**32, 2**62, 0.5, 1e10 + 0.5, 1j, True]
for value in SCALARS:
    s('min_scalar_type', value)
# Other spellings.
SPELLINGS = ['?', 'b', 'B', 'h', 'H', 'i', 'I', 'l', 'L', 'q', 'Q', 'p', 'P', 'n', 'N', 'e', 'f', 'd', 'F', 'D', 'b1', 'i1', 'u1',
             'i2', 'u2', 'i4', 'u4', 'i8', 'u8', 'f2', 'f4', 'f8', 'c8', 'c16', 'int', 'float', 'complex', 'intp', 'double']
for spelling in SPELLINGS:
    for order in ['', '<', '=', '|']:
        s('promote_types', order + spelling, 'bool')
for spelling in ['>u1', '>i1', '>?', '>b1', '<float64', '<x', 'x4', '<', '']:
    s('promote_types', spelling, 'bool')
s('result_type')
s('promote_types', 'float65', 'int8')

s.write()
