"""Writes test/oracle/products.json: dot and matmul of every dtype over vectors, matrices, stacks and empty dimensions.

A case is [function, left, right, result]; an outcome without a result is the name of NumPy's error.
"""

import numpy as np

from golden import DTYPES, LINALG_DTYPES, Values, normal, outcome, small_integers, write

rng = np.random.default_rng(71)
values, cases = Values(), []

BOTH = [
    ((), ()), ((), (3,)), ((2, 3), ()),
    ((3,), (3,)), ((0,), (0,)), ((1,), (1,)), ((17,), (17,)),
    ((2, 3), (3,)), ((3,), (3, 4)), ((0,), (0, 4)), ((2, 0), (0,)),
    ((2, 3), (3, 4)), ((1, 5), (5, 1)), ((5, 1), (1, 5)), ((2, 0), (0, 3)), ((0, 3), (3, 2)), ((4, 4), (4, 4)),
    ((9, 7), (7, 11)), ((16, 33), (33, 8)),
    ((2, 2, 3), (3, 4)), ((2, 3), (3, 3, 4)), ((3, 2, 3), (3, 3, 2)), ((2, 1, 2, 3), (3, 3, 2)),
    ((2, 2, 3), (3,)), ((3,), (2, 3, 2)), ((0, 2, 3), (3, 4)), ((2, 2, 0), (2, 0, 2)),
    # Errors
    ((3,), (4,)), ((2, 3), (2, 3)), ((2, 3), (4,)), ((3,), (4, 3)), ((2, 2, 3), (3, 3, 2)),
]  # fmt: skip

FUNCTIONS = {'dot': np.dot, 'matmul': np.matmul}


def add(name, x, y):
    result, error = outcome(lambda: FUNCTIONS[name](x, y))
    cases.append([name, values.add(x), values.add(y), error if error else values.add(result)])


for dtype in DTYPES:
    for left, right in BOTH:
        x, y = small_integers(rng, left, dtype), small_integers(rng, right, dtype)
        for name in FUNCTIONS:
            add(name, x, y)

# Promotion between dtypes.
for left in DTYPES:
    for right in DTYPES:
        if left != right:
            add('matmul', small_integers(rng, (2, 3), left), small_integers(rng, (3, 2), right))
            add('dot', small_integers(rng, (3,), left), small_integers(rng, (3,), right))

# Integers wrap round; random values to a tolerance.
for dtype in ['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64']:
    info = np.iinfo(dtype)
    x = rng.integers(info.min, info.max, (3, 5), dtype=dtype, endpoint=True)
    y = rng.integers(info.min, info.max, (5, 2), dtype=dtype, endpoint=True)
    add('matmul', x, y)
    add('dot', x[0], y[:, 0])
rounded = []
for dtype in LINALG_DTYPES:
    for left, right in [((40,), (40,)), ((7, 40), (40,)), ((40,), (40, 5)), ((33, 40), (40, 17)), ((3, 5, 40), (40, 6))]:
        x, y = normal(rng, left, dtype), normal(rng, right, dtype)
        for name in FUNCTIONS:
            rounded.append([name, values.add(x), values.add(y), values.add(FUNCTIONS[name](x, y))])

write('products', {'values': values.arrays, 'cases': cases, 'rounded': rounded})
