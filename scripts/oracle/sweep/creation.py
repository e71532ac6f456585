"""Writes test/oracle/sweep/creation.json.gz: shapes and views that need no kernel of their own."""

import itertools

import numpy as np

from sweep import DTYPES, Sweep

s = Sweep('creation')
rng = np.random.default_rng(4)

for dtype in DTYPES:
    for shape in [(), (0,), (3,), (2, 3), (2, 0, 3)]:
        for name in ['zeros', 'ones']:
            s(name, shape, dtype)
        s('full', shape, 3, dtype)
        a = rng.integers(0, 2 if dtype == 'bool' else 50, shape).astype(dtype)
        for name in ['zeros_like', 'ones_like', 'copy', 'ravel', 'squeeze', 'transpose', 'matrix_transpose']:
            s(name, a)
        s('full_like', a, 1)
        for axis in [0, -1, 1, 5]:
            s('expand_dims', a, axis)
        for axes in itertools.permutations(range(a.ndim)):
            s('transpose', a, axes)
        for target in [(6,), (3, 2), (-1,), (1, -1, 1), (4, -1), ()]:
            s('reshape', a, target)
            s('broadcast_to', a, target)
    for n, m, k in itertools.product([0, 1, 3], [None, 2], [-1, 0, 2]):
        s('eye', n, m, k, dtype)
    s('identity', 3, dtype)
    if dtype != 'bool':
        s('arange', 0, 7, 2, dtype)
        s('linspace', 0, 10, 5, dtype=dtype)
for start, stop, num in itertools.product([0, -1, 2.5], [1, -3.25, 1e300], [0, 1, 2, 7]):
    s('linspace', start, stop, num, tolerance=1)
    s('linspace', start, stop, num, endpoint=False, tolerance=1)
    s('linspace', start, stop, num, retstep=True, tolerance=1)
s.write()
