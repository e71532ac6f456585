"""Writes test/oracle/sweep/linalg.json.gz: all of np.linalg but vectors whose signs are free (test/lib/linalg has those)."""

import itertools

import numpy as np

from sweep import DTYPES, LINALG_DTYPES, Sweep, normal, small_integers

s = Sweep('linalg')
rng = np.random.default_rng(515)
inf, nan = np.inf, np.nan


def easy(shape, dtype):
    """Square matrices of a small condition number."""
    n = shape[-1]
    return (normal(rng, shape, dtype) + 2 * n * np.eye(n)).astype(dtype)


def definite(shape, dtype):
    a = normal(rng, shape, dtype)
    n = shape[-1]
    return (a @ np.conj(np.swapaxes(a, -1, -2)) + n * np.eye(n)).astype(dtype)


def hermitian(shape, dtype):
    a = normal(rng, shape, dtype)
    return (a + np.conj(np.swapaxes(a, -1, -2))).astype(dtype)


SQUARE = [(1, 1), (2, 2), (5, 5), (12, 12), (3, 4, 4), (2, 1, 3, 3), (0, 0), (2, 0, 0), (0, 2, 2)]
ANY = [(1, 1), (3, 3), (2, 5), (5, 2), (7, 4), (3, 4, 2), (2, 3, 2, 4), (0, 3), (3, 0), (2, 3, 0), (0, 3, 2)]

for dtype in LINALG_DTYPES:
    for shape in SQUARE:
        a = easy(shape, dtype)
        n = shape[-1]
        for name in ['inv', 'det', 'slogdet']:
            s(f'linalg.{name}', a, tolerance=16 * max(1, n))
        for p in [None, 1, -1, 2, -2, inf, -inf, 'fro', 'nuc', 3]:
            s('linalg.cond', a, p, tolerance=64 * max(1, n))
        s('linalg.cond', a, p=1, tolerance=64)
        for b in [normal(rng, (n,), dtype), normal(rng, (n, 3), dtype), normal(rng, (2, n, 1), dtype)]:
            s('linalg.solve', a, b, tolerance=32 * max(1, n))
        c = definite(shape, dtype)
        for upper in [False, True]:
            s('linalg.cholesky', c, upper=upper, tolerance=16)
        h = hermitian(shape, dtype)
        for uplo in ['L', 'U', 'l', 'u']:
            s('linalg.eigvalsh', h, uplo, tolerance=32)
            s('linalg.eigvalsh', easy(shape, dtype), UPLO=uplo, tolerance=32)
        s('linalg.matrix_rank', h, hermitian=True)
        s('linalg.pinv', h, hermitian=True, tolerance=1000)
        s('linalg.eigvals', np.triu(a), tolerance=64)
        for power in [0, 1, 2, 3, 5, 10, -1, -3]:
            s('linalg.matrix_power', (a / (2 * max(1, n))).astype(dtype), power, tolerance=500)
    for shape in ANY:
        a = normal(rng, shape, dtype)
        m, n = shape[-2:]
        s('linalg.svdvals', a, tolerance=32)
        s('linalg.svd', a, compute_uv=False, tolerance=32)
        for name in ['inv', 'det', 'slogdet', 'cholesky', 'eig', 'eigh', 'eigvals', 'eigvalsh']:
            if m != n:
                s(f'linalg.{name}', a)
        for mode in ['reduced', 'complete', 'r', 'raw', 'economic', 'full']:
            s('linalg.qr', a, mode, tolerance=64)
        s('linalg.qr', a, tolerance=64)
        s('linalg.matrix_rank', a)
        s('linalg.cond', a, tolerance=200)
        s('linalg.pinv', a, tolerance=200)
        s('linalg.pinv', a, 1e-3, tolerance=200)
        s('linalg.pinv', a, rcond=0.5, tolerance=200)
        s('linalg.pinv', a, rtol=np.full(shape[:-2], 0.5), tolerance=200)
        if dtype[0] != 'i':
            s('linalg.pinv', a, rtol=None, tolerance=200)
        for b in [normal(rng, (m,), dtype), normal(rng, (m, 2), dtype), normal(rng, (m, 0), dtype), normal(rng, (m + 1,), dtype)]:
            s('linalg.lstsq', a, b, tolerance=200)
        s('linalg.lstsq', a, normal(rng, (m,), dtype), rcond=0.3, tolerance=200)
        for ord in ['fro', 'nuc', 1, -1, 2, -2, inf, -inf, None, 3]:
            for keepdims in [False, True]:
                s('linalg.matrix_norm', a, ord=ord, keepdims=keepdims, tolerance=64)
    for shape, axes in [((), [None]), ((4,), [None, 0, -1, 1]), ((0,), [None, 0]), ((3, 4), [None, 0, 1, (0, 1), (1, 0), (0,), (0, 0), (0, 2)]),
                        ((2, 3, 4), [None, -1, (0, 2), (2, 1), (0, 1, 2)])]:  # fmt: skip
        a = normal(rng, shape, dtype)
        for ord, axis in itertools.product([2, 1, 0, inf, -inf, 3, 0.5, -1, 'fro'], axes):
            for keepdims in [False, True]:
                s('linalg.vector_norm', a, axis=axis, keepdims=keepdims, ord=ord, tolerance=32)

# Rank-deficient, graded, defective, ill-conditioned, subnormal and huge matrices.
for dtype in LINALG_DTYPES:
    small = 'float32' if dtype in ('float32', 'complex64') else 'float64'
    info = np.finfo(small)
    low = (normal(rng, (6, 2), dtype) @ normal(rng, (2, 5), dtype)).astype(dtype)
    stack = np.stack([np.eye(3), np.diag([1, 1, 0]), np.zeros((3, 3))]).astype(dtype)
    graded = np.diag(np.logspace(0, -4, 5)).astype(dtype)
    tiny = (np.eye(3) * float(info.smallest_subnormal) * 64).astype(dtype)
    huge = (np.eye(3) * float(info.max) / 4).astype(dtype)
    jordan = np.array([[2, 1, 0], [0, 2, 1], [0, 0, 2]], dtype)
    for a in [low, low.T, stack, graded, tiny, huge, jordan]:
        s('linalg.svdvals', a, tolerance=64)
        s('linalg.matrix_norm', a, ord=2, tolerance=64)
        s('linalg.matrix_norm', a, ord=1, tolerance=64)
        if a is not tiny and a is not huge:
            s('linalg.matrix_rank', a)
            s('linalg.pinv', a, 1e-4, tolerance=2000)
        if a.ndim == 2:
            s('linalg.lstsq', a, np.ones(a.shape[0], dtype), rcond=1e-4, tolerance=2000)
    for tol in [1e-9, 0.5, 2, [0.5, 2, 1]]:
        s('linalg.matrix_rank', stack, tol)
        s('linalg.matrix_rank', stack, rtol=tol)
        s('linalg.matrix_rank', stack, tol, True)
    s('linalg.matrix_rank', stack, 1, rtol=1)
    s('linalg.pinv', stack, 1, rtol=1)
    for a in [graded, huge, jordan, stack, np.diag([1, 1, 0]).astype(dtype), np.ones((2, 2), dtype), np.zeros((2, 2), dtype)]:
        for name in ['det', 'slogdet', 'inv']:
            # Where a complex determinant overflows, NumPy's imaginary part is NaN (Inf times 0); ours is 0.
            if name != 'det' or a is not huge or dtype[0] == 'f':
                s(f'linalg.{name}', a, tolerance=64)
        s('linalg.solve', a, np.ones((a.shape[-1], 1), dtype), tolerance=64)
        for p in [1, inf, 'fro']:
            s('linalg.cond', a, p, tolerance=64)
    for a in [-np.eye(3), np.zeros((2, 2)), np.diag([1, 0, -1]), np.stack([np.eye(2), -np.eye(2)])]:
        s('linalg.cholesky', a.astype(dtype))
    s('linalg.slogdet', (np.eye(40) * 1e-20).astype(dtype), tolerance=8)
    s('linalg.slogdet', (np.eye(40) * -1e20).astype(dtype), tolerance=8)
    if dtype[0] == 'f':
        s('linalg.det', (np.eye(40) * 1e30).astype(dtype))
    s('linalg.det', (np.eye(40) * 1e-30).astype(dtype))

# Dtypes: integers and booleans compute in float64, float16 is refused.
for dtype in DTYPES:
    a = (small_integers(rng, (3, 3), dtype) + 4 * np.eye(3, dtype='int8')).astype(dtype)
    b = small_integers(rng, (3,), dtype)
    for name in ['inv', 'det', 'slogdet', 'svdvals', 'eigvalsh', 'cond', 'matrix_rank', 'pinv', 'matrix_norm', 'vector_norm']:
        s(f'linalg.{name}', a, tolerance=200)
    s('linalg.cholesky', np.eye(3, dtype=dtype) * np.array(1, dtype))
    s('linalg.qr', a, 'r', tolerance=64)
    s('linalg.lstsq', a, b, tolerance=200)
    s('linalg.matrix_power', a, 3)
    s('linalg.matrix_power', a, 0)
    s('linalg.matrix_power', a, -2, tolerance=200)
    s('linalg.matrix_transpose', a)
    s('linalg.multi_dot', [b, a, a, b])
    s('linalg.multi_dot', [a, a, b])
    for other in ['int32', 'float32', 'complex64', 'float64']:
        s('linalg.solve', a, b.astype(other), tolerance=200)
        s('linalg.lstsq', a, b.astype(other), tolerance=200)
        s('linalg.multi_dot', [a, a.astype(other), b])

# Special elements.
for bad in [nan, inf, -inf]:
    for n, i, j in [(1, 0, 0), (2, 0, 0), (2, 0, 1), (2, 1, 0), (3, 1, 1), (3, 2, 0), (4, 0, 3)]:
        a = easy((n, n), 'float64')
        a[i, j] = bad
        for name in ['det', 'slogdet', 'eigvals', 'eig']:
            s(f'linalg.{name}', a, tolerance=64)
        # OpenBLAS leaves a column unscaled below a pivot of NaN: NumPy's finite elements mean nothing there.
        if not (np.isnan(bad) and i == j and n > 1):
            s('linalg.inv', a, tolerance=64)
            s('linalg.solve', a, np.ones(n), tolerance=64)
        s('linalg.cond', a, 1)
        s('linalg.cond', a, inf)
        s('linalg.cond', a, 2)
        if np.isnan(bad):
            s('linalg.svdvals', a)
            s('linalg.pinv', a)
            s('linalg.matrix_rank', a)

# Matrices of other dimensions and shapes that don't fit.
for shape in [(), (3,), (2, 3), (2, 2, 3)]:
    a = np.ones(shape)
    for name in ['inv', 'det', 'slogdet', 'cholesky', 'eig', 'eigh', 'eigvals', 'eigvalsh']:
        s(f'linalg.{name}', a)
    for name in ['svd', 'svdvals', 'qr']:
        if a.ndim < 2:
            s(f'linalg.{name}', a)
    s('linalg.matrix_rank', a)
    s('linalg.matrix_norm', a)
    s('linalg.matrix_transpose', a)
    s('linalg.matrix_power', a, 2)
    s('linalg.solve', a, np.ones(3))
    s('linalg.solve', np.eye(3), a)
    s('linalg.lstsq', a, np.ones(3))
s('linalg.eigh', np.eye(2), 'x')
s('linalg.eigvalsh', np.eye(2), 'lower')
s('linalg.qr', np.eye(2), 'x')
s('linalg.matrix_power', np.eye(2), 1.5)
s('linalg.lstsq', np.ones((3, 0)), np.ones(3))
s('linalg.lstsq', np.ones((0, 2)), np.ones((0, 3)))

# Chains and tensors.
for shapes in [[(3,), (3, 2), (2,)], [(4, 3), (3, 2), (2,)], [(3,), (3, 2)], [(2,), (2,)], [(4, 3), (3, 2), (2, 5)], [(3,)],
               [(2, 9), (9, 3), (3, 8), (8, 2), (2, 4)], [(4, 3), (2, 3, 2), (2,)], [(4, 3), (2,), (2,)], [(4, 3), (2, 2), (2, 2)]]:  # fmt: skip
    for dtype in ['int64', 'float64', 'complex64']:
        s('linalg.multi_dot', [small_integers(rng, shape, dtype) for shape in shapes])
tensor = easy((6, 6), 'float64')
for shape, ind in [((2, 3, 6), 2), ((6, 2, 3), 1), ((6, 2, 3), 2), ((2, 3, 3, 2), 2), ((6, 6), 0), ((6, 6), -1), ((6, 6), 1)]:
    s('linalg.tensorinv', tensor.reshape(shape), ind, tolerance=64)
s('linalg.tensorinv', tensor.reshape(2, 3, 3, 2), tolerance=64)
for shape, other, axes in [((2, 3, 6), (2, 3), None), ((6, 2, 3), (6,), None), ((2, 3, 6), (6,), None), ((2, 6, 3), (2, 3), (1,)),
                           ((2, 6, 3), (2, 3), (0, 2)), ((2, 3, 3, 2), (3, 2), (0, 2)), ((6, 6), (6,), (5,))]:  # fmt: skip
    s('linalg.tensorsolve', tensor.reshape(shape), normal(rng, other, 'float64'), axes=axes, tolerance=64)

# Vectors and diagonals.
for dtype in DTYPES:
    for shape in [(), (3,), (2, 3), (4, 4), (2, 3, 4), (0, 2), (2, 0, 3)]:
        a = small_integers(rng, shape, dtype)
        for offset in [0, 1, -1, 7]:
            s('linalg.diagonal', a, offset=offset)
            s('linalg.trace', a, offset=offset)
        s('linalg.diagonal', a)
        s('linalg.trace', a, dtype='float64')
        s('linalg.outer', a, small_integers(rng, (2,), dtype))
        s('linalg.cross', a, small_integers(rng, (3,), dtype))
        s('linalg.cross', a, small_integers(rng, shape, dtype), axis=0)
        s('linalg.cross', a, small_integers(rng, shape, dtype), axis=1)
        if a.ndim < 3:
            s('linalg.tensordot', a, small_integers(rng, shape[::-1], dtype), axes=1)
            s('linalg.tensordot', a, small_integers(rng, shape, dtype))
s.write()
