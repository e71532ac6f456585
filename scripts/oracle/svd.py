"""Writes test/oracle/svd.json: linalg.svd.

A case is [a, options, S, [U dtype, U shape, Vh dtype, Vh shape] or null] or [a, options, the name of NumPy's error].
Singular vectors have free signs, so only their shape and dtype are golden; the test checks what they must satisfy.
"""

import itertools

import numpy as np

from golden import LINALG_DTYPES, Values, normal, outcome, small_integers, write

rng = np.random.default_rng(73)
values, cases = Values(), []

SHAPES = [(1, 1), (2, 2), (3, 3), (4, 2), (2, 4), (7, 3), (3, 7), (1, 5), (5, 1), (12, 12), (2, 3, 4), (2, 2, 3, 3),
          (0, 3), (3, 0), (0, 0), (0, 2, 3), (2, 0, 3), (3,), ()]  # fmt: skip


def add(a, **options):
    result, error = outcome(lambda: np.linalg.svd(a, **options))
    place = values.add(a)
    if error:
        cases.append([place, options, error])
    elif options.get('compute_uv', True):
        u, s, vh = result
        cases.append([place, options, values.add(s), [u.dtype.name, u.shape, vh.dtype.name, vh.shape]])
    else:
        cases.append([place, options, values.add(result), None])


for dtype in LINALG_DTYPES:
    for shape in SHAPES:
        a = normal(rng, shape, dtype)
        for full, vectors in itertools.product([True, False], repeat=2):
            add(a, full_matrices=full, compute_uv=vectors)
    # Of low rank, zero, orthogonal, graded.
    add((normal(rng, (6, 2), dtype) @ normal(rng, (2, 5), dtype)).astype(dtype))
    add(np.zeros((3, 4), dtype))
    add(np.eye(4, dtype=dtype))
    add(np.diag([1e8, 1, 1e-3]).astype(dtype))
    for n in [0, 1, 2, 5]:
        square = normal(rng, (n, n), dtype)
        for vectors in [True, False]:
            add((square + square.conj().T).astype(dtype), hermitian=True, compute_uv=vectors)
    stack = normal(rng, (3, 4, 4), dtype)
    add(stack + stack.conj().transpose(0, 2, 1), hermitian=True)
    add(stack + stack.conj().transpose(0, 2, 1), hermitian=True, compute_uv=False)
    add(normal(rng, (2, 3), dtype), hermitian=True)
    # LAPACK must not see these (one infinite element can make gesdd loop for ever), nor does NumPy take them well.

for dtype in ['bool', 'int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'float16']:
    a = small_integers(rng, (3, 2), dtype)
    add(a)
    add(a, compute_uv=False)

write('svd', {'values': values.arrays, 'cases': cases})
