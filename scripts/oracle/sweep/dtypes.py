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
s('result_type')
s('promote_types', 'float65', 'int8')

s.write()
