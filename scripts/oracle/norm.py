"""Writes test/oracle/norm.json: linalg.norm. A case is [x, {ord, axis, keepdims}, result or the name of NumPy's error].

Infinite orders are written 'inf' and '-inf'.
"""

import numpy as np

from golden import DTYPES, Values, normal, outcome, small_integers, write

rng = np.random.default_rng(74)
values, cases = Values(), []

ORDERS = [None, 'fro', 'nuc', np.inf, -np.inf, 0, 1, -1, 2, -2, 3, 0.5, -0.5]
SHAPES = [((), [None]), ((0,), [None, 0]), ((1,), [None]), ((5,), [None, 0, -1, 1]),
          ((3, 4), [None, 0, 1, (0, 1), (1, 0), (-1, -2), (0, 0), 2]), ((4, 4), [None]), ((0, 3), [None, 0, 1]), ((3, 0), [None]),
          ((2, 3, 4), [None, 0, 2, -2, (0, 1), (2, 0), (-1, 1), (0, 1, 2)])]  # fmt: skip


def add(x, options):
    with np.errstate(all='ignore'):
        result, error = outcome(lambda: np.linalg.norm(x, **options))
    written = {name: f'{value}' if value in (np.inf, -np.inf) else value for name, value in options.items()}
    cases.append([values.add(x), written, error if error else values.add(result)])


for dtype in DTYPES:
    # All orders in the dtypes of linear algebra; in the others a few, for the promotion.
    whole = dtype in ('float32', 'float64', 'complex64', 'complex128', 'int32')
    for shape, axes in SHAPES if whole else [((5,), [None]), ((3, 4), [None, 0, (0, 1)])]:
        x = small_integers(rng, shape, dtype) if np.dtype(dtype).kind in 'biu' else normal(rng, shape, dtype)
        for order in ORDERS if whole else [None, 1, np.inf, 2, 0, 3]:
            for axis in axes:
                for keepdims in [False, True]:
                    options = {}
                    if order is not None:
                        options['ord'] = order
                    if axis is not None:
                        options['axis'] = axis
                    if keepdims:
                        options['keepdims'] = True
                    add(x, options)

for special in [[np.nan, 1], [np.inf, 1], [-np.inf, np.nan], [0.0, -0.0], [1e200, 1e200], [1e-200, 1e-200]]:
    for order in [None, np.inf, -np.inf, 0, 1, 2]:
        add(np.array(special), {} if order is None else {'ord': order})

write('norm', {'values': values.arrays, 'cases': cases})
