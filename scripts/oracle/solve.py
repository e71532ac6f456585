"""Writes test/oracle/solve.json: linalg.solve. A case is [a, b, result] or [a, b, the name of NumPy's error].

Infinite and NaN elements are no golden values: what LU makes of them depends on the order of its operations.
"""

import numpy as np

from golden import LINALG_DTYPES, Values, normal, outcome, small_integers, write

rng = np.random.default_rng(72)
values, cases = Values(), []

SHAPES = [
    ((1, 1), (1,)), ((1, 1), (1, 1)), ((2, 2), (2,)), ((3, 3), (3, 2)), ((5, 5), (5,)), ((5, 5), (5, 5)), ((12, 12), (12, 3)),
    ((0, 0), (0,)), ((0, 0), (0, 2)), ((3, 3), (3, 0)),
    ((2, 3, 3), (3,)), ((2, 3, 3), (2, 3, 1)), ((2, 3, 3), (3, 4)), ((3, 3), (2, 3, 2)), ((2, 1, 3, 3), (4, 3, 1)),
    ((0, 3, 3), (3,)), ((0, 3, 3), (0, 3, 2)), ((2, 0, 0), (0,)),
    # Errors
    ((3,), (3,)), ((2, 3), (2,)), ((3, 3), (2,)), ((3, 3), (2, 3)), ((2, 3, 3), (2, 3)), ((2, 3, 3), (3, 3, 1)), ((3, 3), ()),
]  # fmt: skip


def well(array):
    """Far from singular, for comparing to a few units in the last place."""
    n = array.shape[-1]
    return (array + 2 * n * np.eye(n)).astype(array.dtype) if array.ndim > 1 and array.shape[-2] == n else array


def add(a, b):
    result, error = outcome(lambda: np.linalg.solve(a, b))
    cases.append([values.add(a), values.add(b), error if error else values.add(result)])


for dtype in LINALG_DTYPES:
    for left, right in SHAPES:
        add(well(normal(rng, left, dtype)), normal(rng, right, dtype))

for dtype in ['bool', 'int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'float16']:
    a = well(small_integers(rng, (3, 3), dtype)) if dtype != 'bool' else np.eye(3, dtype=bool)[::-1]
    add(a, small_integers(rng, (3,), dtype))
    add(a, small_integers(rng, (3, 2), 'float32'))
    add(well(small_integers(rng, (3, 3), 'complex64')), small_integers(rng, (3,), dtype))
for left in LINALG_DTYPES:
    for right in LINALG_DTYPES:
        if left != right:
            add(well(normal(rng, (3, 3), left)), normal(rng, (3,), right))

for dtype in LINALG_DTYPES:
    for singular in [np.zeros((1, 1)), np.zeros((3, 3)), np.ones((2, 2)), np.array([[1, 2], [2, 4]]),
                     np.stack([np.eye(2), np.ones((2, 2))])]:  # fmt: skip
        add(singular.astype(dtype), np.ones(singular.shape[-1], dtype))

write('solve', {'values': values.arrays, 'cases': cases})
