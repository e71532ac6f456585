"""Writes test/oracle/sweep/scipy_systems.json.gz: SciPy's factorisations and solvers of linear systems."""

import itertools

import numpy as np
import scipy.linalg as sl

from sweep import Sweep, golden

s = Sweep('scipy_systems')
rng = np.random.default_rng(51)
L = 'scipy.linalg.'
LINALG_DTYPES, normal = golden.LINALG_DTYPES, golden.normal
# float32's rounding beside float64's; matrices below are well-conditioned.
T = 400


def matrix(m, n, dtype):
    return normal(rng, (m, n), dtype)


def regular(n, dtype):
    return (matrix(n, n, dtype) + 3 * np.eye(n)).astype(dtype)


def hermitian(n, dtype):
    a = matrix(n, n, dtype)
    return (a + a.conj().T).astype(dtype)


def positive(n, dtype):
    a = matrix(n, n, dtype)
    return (a @ a.conj().T + n * np.eye(n)).astype(dtype)


OTHERS = ['bool', 'int8', 'uint16', 'int32', 'int64', 'uint64', 'float16']

for dtype in LINALG_DTYPES:
    for m, n in [(1, 1), (3, 3), (5, 3), (3, 5), (0, 0), (0, 3), (3, 0), (12, 12)]:
        a = matrix(m, n, dtype)
        s(L + 'lu', a, permute_l=True, tolerance=T)
        if (m, n) != (1, 1):  # one element's P has the dtype of a, or int64: an accident of SciPy's
            s(L + 'lu', a, tolerance=T)
            s(L + 'lu', a, p_indices=True, tolerance=T)
        if m > 0 and n > 0:
            s(L + 'lu_factor', a, tolerance=T)
    s(L + 'lu', normal(rng, (2, 3, 3), dtype), tolerance=T)
    s(L + 'lu_factor', normal(rng, (2, 3, 3), dtype), tolerance=T)
    for n in [1, 2, 4, 9]:
        a, p, h = regular(n, dtype), positive(n, dtype), hermitian(n, dtype)
        b1, b2 = normal(rng, (n,), dtype), matrix(n, 3, dtype)
        real = np.dtype(dtype).kind != 'c'
        for b in [b1, b2]:
            for trans in [0, 1, 2]:
                s(L + 'lu_solve', sl.lu_factor(a), b, trans=trans, tolerance=T)
            for lower in [False, True]:
                s(L + 'cho_solve', sl.cho_factor(p, lower=lower), b, tolerance=T)
                for trans, unit in itertools.product([0, 1, 2, 'N', 'T', 'C'], [False, True]):
                    s(L + 'solve_triangular', a, b, trans, lower, unit, tolerance=40 * T)
                for assume in ['pos', 'positive definite']:
                    s(L + 'solve', p, b, lower=lower, assume_a=assume, tolerance=T)
                for assume in ['sym', 'her', 'symmetric', 'hermitian']:
                    s(L + 'solve', h, b, lower=lower, assume_a=assume, tolerance=40 * T)
            for assume in [None, 'gen', 'general']:
                s(L + 'solve', a, b, assume_a=assume, tolerance=T)
            if real:
                s(L + 'solve', a, b, transposed=True, tolerance=T)
            bands = np.triu(np.tril(a, 2), -1)
            tri = np.triu(np.tril(a, 1), -1)
            for given, assume in [(np.diag(np.diag(a)), 'diagonal'), (tri, 'tridiagonal'), (bands, 'banded'),
                                  (np.triu(a), 'upper triangular'), (np.tril(a), 'lower triangular'), (h, 'sym')]:
                s(L + 'solve', given, b, tolerance=40 * T)
                s(L + 'solve', given, b, assume_a=assume, tolerance=40 * T)
                if real:
                    s(L + 'solve', given, b, assume_a=assume, transposed=True, tolerance=40 * T)
            for lo, up in [(0, 0), (1, 1), (1, 0), (0, 2), (2, 1)]:
                if lo + up + 1 <= 2 * n:
                    ab = matrix(lo + up + 1, n, dtype)
                    ab[up] += 4
                    s(L + 'solve_banded', (lo, up), ab, b, tolerance=T)
            for width, lower in itertools.product([1, 2, 3], [False, True]):
                if (width, n) == (2, 1):  # SciPy fails
                    continue
                ab = matrix(width, n, dtype)
                ab[0 if lower else width - 1] = 9 + np.arange(n)
                s(L + 'solveh_banded', ab, b, lower=lower, tolerance=T)
            c, r = normal(rng, (n,), dtype), normal(rng, (n,), dtype)
            c[0] = r[0] = 7
            s(L + 'solve_toeplitz', c, b, tolerance=T)
            s(L + 'solve_toeplitz', (c, r), b, tolerance=T)
        for lower in [False, True]:
            s(L + 'cholesky', p, lower=lower, tolerance=T)
            s(L + 'cho_factor', p, lower=lower, tolerance=T)
            for herm in [False, True]:
                s(L + 'ldl', h, lower=lower, hermitian=herm, tolerance=40 * T)
    s(L + 'solve', normal(rng, (2, 4, 4), dtype), normal(rng, (2, 4, 3), dtype), tolerance=40 * T)
    s(L + 'solve_triangular', normal(rng, (2, 3, 3), dtype) + 3, normal(rng, (2, 3, 1), dtype), tolerance=40 * T)

for dtype in OTHERS:
    a = np.array([[2, 1, 0], [1, 3, 1], [0, 1, 1]]).astype(dtype)
    b = np.array([1, 0, 1]).astype(dtype)
    p = np.array([[1, 0], [0, 1]]).astype(dtype)
    s(L + 'lu', a, tolerance=T)
    s(L + 'lu_factor', a, tolerance=T)
    s(L + 'cho_factor', p, tolerance=T)
    s(L + 'ldl', p, tolerance=T)
    s(L + 'solve_triangular', a, b, tolerance=T)
    s(L + 'solve', a, b, tolerance=T)
    s(L + 'solve_banded', (1, 1), np.array([[0, 1, 1], [1, 1, 1], [1, 1, 0]]).astype(dtype), b, tolerance=T)
    s(L + 'solve_toeplitz', np.array([3, 1, 1]).astype(dtype) if dtype != 'bool' else np.array([True, False, False]), b,
      tolerance=T)

nan, inf = np.array([[1, np.nan], [0, 1]]), np.array([[np.inf, 0], [0, 1]])
singular, wide = np.zeros((2, 2)), np.zeros((2, 3))
for bad in [nan, inf, singular, wide, np.zeros(3), -np.eye(2)]:
    for name in ['lu_factor', 'lu', 'cholesky', 'cho_factor', 'ldl']:
        if bad.ndim == 2 or name != 'lu_factor':  # which takes a vector for a column
            s(L + name, bad, tolerance=T)
    for name in ['solve', 'solve_triangular', 'solveh_banded']:
        s(L + name, bad, np.ones(2), tolerance=T)
        s(L + name, bad, np.ones(5), tolerance=T)
for assume in ['pos', 'sym', 'gen', 'diagonal', 'upper triangular', 'nonsense']:
    s(L + 'solve', singular, np.ones(2), assume_a=assume)
s(L + 'solve_banded', (1, 1), np.ones((2, 3)), np.ones(3))
s(L + 'solve_banded', (1, 0), np.zeros((2, 3)), np.ones(3))
s(L + 'solve_toeplitz', np.zeros(3), np.ones(3))
s(L + 'solve_toeplitz', np.ones(3), np.ones(2))
s(L + 'solve', np.eye(2) + 1j, np.ones(2), transposed=True)
# A right-hand side of no columns.
for shape, dtype, driver in itertools.product([(2, 2), (3, 2), (2, 0), (0, 2)], ['float32', 'complex128'], ['gelsd', 'gelss']):
    a = np.eye(*shape, dtype=dtype)
    s('scipy.linalg.lstsq', a, np.ones((shape[0], 0), dtype), lapack_driver=driver, tolerance=8)

# Inverses, determinants, norms, symmetry. Integers of 8 and 16 bits go to single precision, and so does their rounding.
for dtype in LINALG_DTYPES + OTHERS:
    for n in [0, 1, 2, 4]:
        a = regular(n, 'float64').astype(dtype) if dtype in OTHERS else regular(n, dtype)
        a = a + np.eye(n, dtype=dtype) if dtype != 'bool' else np.triu(a) | np.eye(n, dtype=bool)
        s(L + 'inv', a, tolerance=T)
        # SciPy factors in the precision of a, ours is double.
        s(L + 'det', a, tolerance=T if a.dtype in ['float64', 'complex128', 'int32', 'int64', 'uint64'] else 2**32)
        s(L + 'pinv', a, tolerance=T)
        s(L + 'norm', a, tolerance=4)
        for ord in [1, np.inf, 'fro'] if n else []:
            s(L + 'norm', a, ord, tolerance=T)
        if dtype == 'float16':
            continue
        s(L + 'bandwidth', a)
        s(L + 'bandwidth', np.triu(a))
        s(L + 'issymmetric', a)
        s(L + 'ishermitian', a)
        for b in [a + a.T, a + a.conj().T]:
            s(L + 'issymmetric', b)
            s(L + 'ishermitian', b)
        s(L + 'issymmetric', a + a.T + np.triu(a), atol=20.0)
for dtype in LINALG_DTYPES:
    p, h = positive(4, dtype), hermitian(4, dtype)
    for assume, a in itertools.product([None, 'gen', 'general', 'upper triangular', 'lower triangular'], [regular(4, dtype)]):
        s(L + 'inv', a, assume_a=assume, tolerance=T)
    for lower in [False, True]:
        s(L + 'inv', p, assume_a='pos', lower=lower, tolerance=T)
        s(L + 'inv', h, assume_a='her', lower=lower, tolerance=40 * T)
        s(L + 'inv', h + h.T, assume_a='sym', lower=lower, tolerance=40 * T)
        s(L + 'pinvh', h, lower=lower, tolerance=40 * T)
        s(L + 'pinvh', np.tril(h) if lower else np.triu(h), lower=lower, return_rank=True, tolerance=40 * T)
    low = matrix(5, 2, dtype) @ matrix(2, 4, dtype)
    s(L + 'pinv', low, rtol=1e-3, return_rank=True, tolerance=40 * T)
    s(L + 'pinv', low, atol=1e9, return_rank=True)
    s(L + 'pinv', low, atol=1e-3, tolerance=40 * T)
    s(L + 'pinvh', low[:, :3] @ low[:, :3].conj().T, rtol=1e-3, return_rank=True, tolerance=4000 * T)
    s(L + 'pinv', np.zeros((2, 3), dtype), return_rank=True)
    stack = normal(rng, (2, 3, 3), dtype) + 3 * np.eye(3, dtype=dtype)
    for name in ['inv', 'det', 'pinv', 'bandwidth', 'issymmetric', 'ishermitian']:
        s(L + name, stack, tolerance=2**32 if name == 'det' else T)
    s(L + 'pinv', stack, return_rank=True, tolerance=T)
    s(L + 'pinvh', stack + stack.conj().transpose(0, 2, 1), return_rank=True, tolerance=T)
    for name in ['inv', 'det']:
        s(L + name, np.ones((0, 2, 2), dtype))
        s(L + name, np.ones((2, 0, 0), dtype))
    s(L + 'norm', stack, axis=(1, 2), tolerance=T)
    s(L + 'norm', stack, axis=0, keepdims=True, tolerance=T)
# SciPy's bandwidth misses the last row or column of matrices that are not square: none here.
nan = np.nan
for a in [np.array([[nan, 1], [1, 2]]), np.array([[1, nan], [nan, 1]]), np.array([[1j, 1], [1, 2]]), np.array([[nan + 0j, 1], [1, 2]]),
          np.ones((2, 3)), np.ones(3), np.array(2.0), np.array([[2**53, 2**53 + 1], [2**53, 1]]), np.zeros((3, 0)), np.zeros((2, 2)),
          np.ones((2, 2)), np.array([[0, -0.0], [5.0, 0]]), np.array([[-2.0, 1], [1, 3]])]:
    for name in ['inv', 'det', 'pinv', 'pinvh', 'norm', 'issymmetric', 'ishermitian', 'bandwidth']:
        if not (name in ['pinv', 'pinvh'] and a.ndim == 2 and 0 in a.shape):
            s(L + name, a, tolerance=T)
    s(L + 'issymmetric', a, rtol=1e-3)
    s(L + 'ishermitian', a, atol=1e-3)
    s(L + 'det', a, check_finite=False, tolerance=T)
    s(L + 'norm', a, check_finite=False, tolerance=T)
s(L + 'inv', np.array([[-2.0, 1], [1, 3]]), assume_a='pos')
s(L + 'pinv', np.ones((2, 2)), atol=-1)
s(L + 'pinvh', np.ones((2, 2)), rtol=-1)

s.write()
