"""Writes test/oracle/sweep/scipy_functions.json.gz: functions of matrices, matrix equations and special matrices of SciPy."""

import itertools

import numpy as np

from sweep import DTYPES, Sweep, golden

s = Sweep('scipy_functions')
rng = np.random.default_rng(53)
L = 'scipy.linalg.'
LINALG_DTYPES, normal = golden.LINALG_DTYPES, golden.normal
T = 4000


def matrix(n, dtype):
    return normal(rng, (n, n), dtype)


def positive(n, dtype):
    a = matrix(n, dtype)
    return (a @ a.conj().T + n * np.eye(n)).astype(dtype)


for dtype in LINALG_DTYPES:
    for n in [1, 2, 3, 5, 10]:
        a = matrix(n, dtype)
        for size in [1e-3, 0.1, 0.5, 1, 4, 20]:
            for given in [a, np.triu(a), np.tril(a), np.diag(np.diag(a))]:
                s(L + 'expm', (given * (size / max(1, n))).astype(dtype), tolerance=T)
        small = (a / (2 * n)).astype(dtype)
        for name in ['cosm', 'sinm', 'tanm', 'coshm', 'sinhm', 'tanhm']:
            s(L + name, small, tolerance=T)
        p = positive(n, dtype)
        s(L + 'sqrtm', p, tolerance=T)
        s(L + 'sqrtm', (a + (2 + n) * np.eye(n)).astype(dtype), tolerance=T)
        s(L + 'sqrtm', np.triu(p), tolerance=T)
        if n > 1:
            s(L + 'sqrtm', a, tolerance=100 * T)
        for given in [p, (a + (2 + n) * np.eye(n)).astype(dtype), np.triu(p)]:
            # SciPy's Schur form of float32 is float32, and its real logarithms may come out complex for it; ours is double.
            if dtype != 'float32' or (given == np.triu(given)).all():
                s(L + 'logm', given, tolerance=T if dtype in ('float64', 'complex128') else T * 2.0**29)
        b, q = matrix(n + 1, dtype), normal(rng, (n, n + 1), dtype)
        stable = (a - (3 + n) * np.eye(n)).astype(dtype)
        s(L + 'solve_sylvester', stable, (b - (3 + n) * np.eye(n + 1)).astype(dtype), q, tolerance=T)
        s(L + 'solve_continuous_lyapunov', stable, p, tolerance=T)
        half = (a / (2 * n)).astype(dtype)
        for method in [None, 'direct', 'bilinear']:
            # Double precision from single on.
            s(L + 'solve_discrete_lyapunov', half, p, method=method,
              tolerance=T if dtype in ('float64', 'complex128') else T * 2.0**29)
        for m in [1, 2]:
            c = normal(rng, (n, m), dtype)
            r = positive(m, dtype).astype(np.complex128 if dtype[0] == 'c' else np.float64)
            wide = [x.astype(r.dtype) for x in (stable, c, p)]
            wide[2] = (wide[2] + wide[2].conj().T) / 2
            r = (r + r.conj().T) / 2
            for name, balanced in itertools.product(['solve_continuous_are', 'solve_discrete_are'], [True, False]):
                first = wide[0] if name == 'solve_continuous_are' else wide[0] / (8 + 2 * n)
                s(L + name, first, *wide[1:], r, balanced=balanced, tolerance=100 * T)
                s(L + name, first, *wide[1:], r, s=wide[1] * 0.1, e=np.eye(n) * 2 + 0.1 * np.ones((n, n)),
                  balanced=balanced, tolerance=100 * T)
    s(L + 'expm', normal(rng, (2, 3, 3), dtype), tolerance=T)
    s(L + 'expm', np.zeros((0, 0), dtype))
    s(L + 'sqrtm', np.zeros((0, 0), dtype))

for dtype in DTYPES:
    a = np.array([[1, 1, 0], [0, 1, 1], [0, 0, 1]]).astype(dtype)
    s(L + 'expm', a, tolerance=T)
    s(L + 'sqrtm', a, tolerance=T)
    v = np.array([1, 2, 3, 4]).astype(dtype)
    for x in [v, v[:1], v.reshape(2, 2)]:
        s(L + 'toeplitz', x)
        s(L + 'toeplitz', x, x)
        s(L + 'circulant', x)
    s(L + 'hankel', v)
    s(L + 'hankel', v, v[:2])
    s(L + 'companion', v, tolerance=1)
    s(L + 'companion', v.reshape(2, 2), tolerance=1)
    s(L + 'block_diag', v, v.reshape(2, 2), v[:1])
    s(L + 'block_diag', v.reshape(2, 1, 2), np.ones((2, 1), dtype))
s(L + 'block_diag')
s(L + 'block_diag', [], [[1, 2]], [[], []])
s(L + 'companion', [0, 1])
s(L + 'companion', [1])
for n, kind, exact in itertools.product([0, 1, 2, 5, 12, 34], ['symmetric', 'lower', 'upper'], [True, False]):
    s(L + 'pascal', n, kind, exact, tolerance=4)
s(L + 'pascal', 3, 'nonsense')
for n in [1, 2, 5, 12]:
    s(L + 'hilbert', n)
for bad in [np.zeros((2, 3)), np.zeros(3)]:
    for name in ['expm', 'sqrtm', 'logm', 'cosm']:
        s(L + name, bad)
s(L + 'solve_continuous_lyapunov', np.eye(2), np.eye(3))
s(L + 'solve_discrete_lyapunov', np.eye(2) / 2, np.eye(2), method='nonsense')
s(L + 'solve_continuous_are', np.eye(2), np.ones((2, 1)), np.eye(2), np.zeros((1, 1)))
s(L + 'solve_continuous_are', np.eye(2), np.ones((2, 1)), np.array([[1, 2], [3, 4]]), np.ones((1, 1)))
s(L + 'solve_continuous_are', np.eye(2), np.ones((3, 1)), np.eye(2), np.ones((1, 1)))
s.write()
