"""Writes test/oracle/sweep/scipy_factors.json.gz: SciPy's orthogonal factorisations, eigenvalues and singular values."""

import itertools

import numpy as np

from sweep import Sweep, golden

s = Sweep('scipy_factors')
rng = np.random.default_rng(52)
L = 'scipy.linalg.'
LINALG_DTYPES, normal = golden.LINALG_DTYPES, golden.normal
T = 1000


def matrix(m, n, dtype):
    return normal(rng, (m, n), dtype)


def hermitian(n, dtype):
    a = matrix(n, n, dtype)
    return (a + a.conj().T).astype(dtype)


def positive(n, dtype):
    a = matrix(n, n, dtype)
    return (a @ a.conj().T + n * np.eye(n)).astype(dtype)


for dtype in LINALG_DTYPES:
    for m, n in [(1, 1), (3, 3), (5, 3), (3, 5), (0, 0), (0, 3), (3, 0), (9, 9)]:
        a = matrix(m, n, dtype)
        for mode, pivoting in itertools.product(['full', 'economic', 'r', 'raw'], [False, True]):
            s(L + 'qr', a, mode=mode, pivoting=pivoting, tolerance=T)
        for mode in ['full', 'economic', 'r']:
            s(L + 'rq', a, mode=mode, tolerance=T)
        for full, uv, driver in itertools.product([False, True], [False, True], ['gesdd', 'gesvd']):
            # Columns of u and rows of vh beyond the shorter side may be any basis.
            if m == n or not full or not uv:
                s(L + 'svd', a, full, uv, lapack_driver=driver, tolerance=T)
        s(L + 'svdvals', a, tolerance=T)
        if m > 0 and n > 0:
            s(L + 'polar', a, tolerance=T)
            s(L + 'polar', a, 'left', tolerance=T)
            s(L + 'orth', a, tolerance=T)
    s(L + 'null_space', np.array([[1, 0, 0], [0, 1, 0]], dtype))
    for n in [1, 2, 3, 6, 11]:
        a, h, b, p = matrix(n, n, dtype), hermitian(n, dtype), matrix(n, n, dtype), positive(n, dtype)
        # Complex Schur vectors have free phases, and rounding decides about the order of many eigenvalues: test/lib/scipy
        # has their identities.
        if np.dtype(dtype).kind != 'c' and (n < 10 or dtype != 'float32'):
            s(L + 'schur', a, tolerance=T)
            for sort in ['lhp', 'rhp', 'iuc', 'ouc']:
                s(L + 'schur', a, sort=sort, tolerance=20 * T)
        s(L + 'hessenberg', a, tolerance=T)
        s(L + 'hessenberg', a, calc_q=True, tolerance=T)
        s(L + 'qz', a, b, tolerance=20 * T)
        s(L + 'qz', a, b, output='complex', tolerance=20 * T)
        for sort in ['lhp', 'rhp', 'iuc', 'ouc']:
            s(L + 'ordqz', a, b, sort=sort, tolerance=100 * T)
        for left, right in itertools.product([False, True], [False, True]):
            s(L + 'eig', a, None, left, right, tolerance=20 * T)
            if right or not left:  # left vectors alone are not normalised by SciPy
                s(L + 'eig', a, b, left, right, tolerance=100 * T)
            s(L + 'eig', h, None, left, right, tolerance=100 * T)
        s(L + 'eig', a, b, homogeneous_eigvals=True, tolerance=100 * T)
        s(L + 'eigvals', a, b, tolerance=100 * T)
        s(L + 'eigvals', a, tolerance=20 * T)
        for lower, driver in itertools.product([False, True], [None, 'ev', 'evd', 'evr', 'evx']):
            s(L + 'eigh', h, lower=lower, eigvals_only=True, driver=driver, tolerance=T)
            # Signs of eigenvectors follow from the algorithm, but evr's from rounding where there are many.
            if n < 4 or driver in ('ev', 'evd', 'evx'):
                s(L + 'eigh', h, lower=lower, driver=driver, tolerance=20 * T)
        for driver, kind in itertools.product([None, 'gv', 'gvd', 'gvx'], [1, 2, 3]):
            s(L + 'eigh', h, p, type=kind, driver=driver, eigvals_only=True, tolerance=20 * T)
            s(L + 'eigh', h, p, type=kind, driver=driver, tolerance=20 * T)
        for lo, hi in [(0, 0), (0, n - 1), (n // 2, n - 1)]:
            s(L + 'eigh', h, subset_by_index=[lo, hi], eigvals_only=n > 3, tolerance=20 * T)
            s(L + 'eigh', h, p, subset_by_index=[lo, hi], eigvals_only=True, tolerance=20 * T)
            s(L + 'eigvalsh', h, subset_by_index=[lo, hi], driver='evx', tolerance=20 * T)
        s(L + 'eigh', h, subset_by_value=[-1, 2], eigvals_only=n > 3, tolerance=20 * T)
        s(L + 'eigvalsh', h, p, subset_by_value=[-np.inf, 0.1], tolerance=20 * T)
    t = np.array([[1, 2, 0.5], [-2, 1, 3], [0, 0, 4]], dtype)
    s(L + 'rsf2csf', t, np.eye(3, dtype=dtype), tolerance=T)
    # Rank-deficient, graded and tall systems.
    a = matrix(6, 3, dtype)
    low = np.array([[1, 2, 3], [2, 4, 6], [1, 0, 1]], dtype)
    for b, driver in itertools.product([normal(rng, (6,), dtype), matrix(6, 2, dtype)], ['gelsd', 'gelsy', 'gelss']):
        s(L + 'lstsq', a, b, lapack_driver=driver, tolerance=T)
        s(L + 'lstsq', a.T.copy(), b[:3], lapack_driver=driver, tolerance=T)
        s(L + 'lstsq', low, b[:3], cond=1e-3, lapack_driver=driver, tolerance=T)
    s(L + 'lstsq', np.zeros((3, 0), dtype), np.ones(3, dtype))
    s(L + 'qr', normal(rng, (2, 3, 3), dtype), tolerance=T)
    s(L + 'svdvals', normal(rng, (2, 3, 4), dtype), tolerance=T)
    s(L + 'eigvalsh', np.stack([hermitian(3, dtype), hermitian(3, dtype)]), tolerance=T)

for dtype in ['float32', 'float64']:
    for n in [1, 2, 5, 12]:
        d, e = normal(rng, (n,), dtype), normal(rng, (n - 1,), dtype)
        for driver in ['auto', 'stemr', 'stebz', 'stev', 'stevd']:
            s(L + 'eigh_tridiagonal', d, e, lapack_driver=driver, tolerance=20 * T)
            s(L + 'eigvalsh_tridiagonal', d, e, lapack_driver=driver, tolerance=T)
        s(L + 'eigvalsh_tridiagonal', d, e, lapack_driver='sterf', tolerance=T)
        for driver in ['auto', 'stemr', 'stebz']:
            s(L + 'eigh_tridiagonal', d, e, select='i', select_range=(0, n // 2), lapack_driver=driver, tolerance=20 * T)
            s(L + 'eigvalsh_tridiagonal', d, e, select='v', select_range=(-0.5, 3), lapack_driver=driver, tolerance=T)

for dtype in ['bool', 'int8', 'int32', 'int64', 'float16']:
    a = np.array([[2, 1, 0], [1, 3, 1], [0, 1, 1]]).astype(dtype)
    for name in ['qr', 'rq', 'schur', 'hessenberg', 'svdvals', 'eigvals', 'eigvalsh', 'polar']:
        s(L + name, a, tolerance=T)
    s(L + 'hessenberg', a[:2, :2].copy(), calc_q=True)
    s(L + 'lstsq', a, np.array([1, 0, 1]).astype(dtype), tolerance=T)

nan, wide = np.array([[1, np.nan], [0, 1]]), np.zeros((2, 3))
for bad in [nan, wide, np.zeros(3)]:
    for name in ['schur', 'hessenberg', 'eig', 'eigh', 'eigvals', 'eigvalsh']:
        s(L + name, bad)
    s(L + 'qz', bad, np.eye(2))
for name in ['qr', 'rq', 'svd', 'svdvals', 'orth', 'null_space']:
    s(L + name, nan)
s(L + 'schur', np.eye(2), sort='nonsense')
s(L + 'schur', np.eye(2), output='nonsense')
s(L + 'svd', np.eye(2), lapack_driver='nonsense')
s(L + 'qr', np.eye(2), mode='nonsense')
s(L + 'eigh', np.eye(2), -np.eye(2))
s(L + 'eigh', np.eye(2), driver='gv')
s(L + 'eigh', np.eye(2), np.eye(2), driver='ev')
s(L + 'eigh', np.eye(2), driver='ev', subset_by_index=[0, 0])
s(L + 'eigh', np.eye(2), subset_by_index=[0, 2])
s(L + 'eigh', np.eye(2), subset_by_value=[2, 1])
s(L + 'eigh', np.eye(2), np.eye(3))
s(L + 'lstsq', np.eye(2), np.ones(3))
s(L + 'lstsq', np.eye(2), np.ones(2), lapack_driver='nonsense')
s(L + 'eigh_tridiagonal', np.ones(3), np.ones(3))
s(L + 'eigh_tridiagonal', np.ones(3), np.ones(2), select='i', select_range=(0, 3))
s(L + 'eigh_tridiagonal', np.ones(3), np.ones(2), lapack_driver='nonsense')
s(L + 'eigh_tridiagonal', np.ones(3), np.ones(2), lapack_driver='stev', select='i', select_range=(0, 1))
s.write()
