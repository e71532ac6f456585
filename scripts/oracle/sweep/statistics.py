"""Writes test/oracle/sweep/statistics.json.gz: limits, rounding, differences, integrals, covariances, correlation, windows."""

import itertools

import numpy as np

from sweep import DTYPES, Sweep

s = Sweep('statistics')
rng = np.random.default_rng(41)

REAL = [d for d in DTYPES if np.dtype(d).kind != 'c']
FLOATS = ['float16', 'float32', 'float64']
INEXACT = FLOATS + ['complex64', 'complex128']
inf, nan = np.inf, np.nan


def sample(shape, dtype, limit=40):
    kind = np.dtype(dtype).kind
    if kind == 'b':
        return np.asarray(rng.integers(0, 2, shape)).astype(bool)
    if kind in 'iu':
        return np.asarray(rng.integers(0 if kind == 'u' else -limit, limit, shape)).astype(dtype)
    real = rng.integers(-8 * limit, 8 * limit, shape) / 8
    if kind == 'c':
        return np.asarray(real + 1j * rng.integers(-8 * limit, 8 * limit, shape) / 8).astype(dtype)
    return np.asarray(real).astype(dtype)


def special(dtype):
    """NaN, infinities and zeros of both signs."""
    values = np.array([nan, inf, -inf, 0.0, -0.0, 1.5, -2.5])
    if np.dtype(dtype).kind == 'c':
        return np.array([complex(a, b) for a in values for b in values], dtype)
    return values.astype(dtype)


SHAPES = [(), (0,), (1,), (5,), (2, 3), (2, 0, 3), (2, 3, 4)]

# clip
for dtype in DTYPES:
    for shape in [(), (0,), (5,), (3, 4)]:
        a = sample(shape, dtype)
        for low, high in [(-3, 7), (2, None), (None, 5), (None, None), (2.5, 30.25), (7, -3), (0, 300)]:
            s('clip', a, low, high)
            s('ndarray.clip', a, low, high)
        s('clip', a, min=1)
        s('clip', a, max=3)
        s('clip', a, a, a)
    a = sample((3, 4), dtype)
    s('clip', a, sample(4, dtype), sample((3, 1), dtype))
    s('clip', a, sample(4, 'float32'), 20)
    s('clip', a, np.array(1, 'int8'), np.array(5, dtype))
    s('clip', a, 0, 5, dtype='float64')
    s('clip', a, True, False)
    if np.dtype(dtype).kind in 'fc':
        a = special(dtype)
        for low, high in [(-1, 1), (nan, 1), (-1, nan), (-inf, inf), (inf, -inf), (0, None), (None, 0)]:
            s('clip', a, low, high)
s('clip', 5.5, 1, 3)
s('clip', sample(3, 'float64'), 1)
s('clip', sample(3, 'float64'), 1, 2, min=1)
s('clip', sample(3, 'float64'), 1, 2, min=1, max=2)
s('clip', sample(3, 'float64'), np.zeros(2), 2)
s('clip', sample(3, 'uint8'), 300, 5)
s('clip', sample(3, 'int8'), 5, -300)

# Means and quantiles: a scalar has no axis, and what out and dtype may be.
for name, dtype in itertools.product(['mean', 'std', 'var', 'average', 'nanmean', 'nanstd', 'nanvar', 'median', 'nanmedian'],
                                     ['bool', 'int16', 'float32', 'complex64']):
    for axis in [0, -1, (), None, 1]:
        if not (dtype == 'complex64' and name.startswith('nan')):
            s(name, sample((), dtype), axis=axis)
    if name in ['average', 'median', 'nanmedian']:
        continue
    for out in ['bool', 'int32', 'float32', 'complex128']:
        # Where out is wider than the array, NumPy takes a part of the steps in its dtype.
        if out != 'complex128' or dtype in ['bool', 'int16']:
            s(name, sample((2, 3), dtype), axis=1, out=np.zeros(2, out), tolerance=8)
        # The nan-versions' deviations stay in the array's dtype, so they round more than ours.
        exact = out in ['bool', 'int32'] and name.endswith(('std', 'var')) or out == 'bool'
        if not exact and (dtype in ['bool', 'int16'] or not name.startswith('nan')):
            s(name, sample((2, 3), dtype), dtype=out, tolerance=8)
for name, axis in itertools.product(['percentile', 'quantile', 'nanpercentile'], [0, -1, ()]):
    s(name, sample((), 'float64'), 0.5, axis=axis)

# round
for dtype in DTYPES:
    for shape in [(), (0,), (5,), (3, 4)]:
        a = sample(shape, dtype)
        s('round', a)
        s('ndarray.round', a)
        for decimals in [0, 1, 2, 3, -1, -2]:
            s('round', a, decimals)
            s('around', a, decimals=decimals)
    a = sample((3, 4), dtype)
    s('round', a, 1, np.zeros(3, dtype))
    s('fix', a)
    if np.dtype(dtype).kind in 'fc':
        a = (rng.standard_normal(30) * 100).astype(dtype)
        for decimals in [0, 1, 2, 3, 4, 5, 10, 20, 23, 25, 300, 400, -1, -2, -5, -20, -400]:
            s('round', a, decimals)
            s('round', special(dtype), decimals)
s('round', 2.567, 2)
s('round', 2.5)
s('fix', -2.5)

# nan_to_num, infinities
for dtype in DTYPES:
    for a in [sample((), dtype), sample((0,), dtype), sample((2, 3), dtype)] + ([special(dtype)] if np.dtype(dtype).kind in 'fc' else []):
        s('nan_to_num', a)
        s('nan_to_num', a, nan=7, posinf=8, neginf=-9)
        s('nan_to_num', a, True, 1.5)
        s('nan_to_num', a, posinf=inf)
        s.changes('nan_to_num', a, copy=False)
        s('isposinf', a)
        s('isneginf', a)
        s('isreal', a)
        s('iscomplex', a)
        s('isrealobj', a)
        s('iscomplexobj', a)
        s('real_if_close', a)
        s('angle', a, tolerance=2)
        s('angle', a, True, tolerance=2)
        s('sinc', a, tolerance=4 if np.dtype(dtype).kind != 'c' else 16)
        s('ndarray.conj', a)
        s('ndarray.conjugate', a)
    s('nan_to_num', special('float64') if np.dtype(dtype).kind != 'c' else special(dtype), nan=np.arange(7.0) if np.dtype(dtype).kind != 'c' else 2)
s('nan_to_num', nan)
s('nan_to_num', np.array([nan, 1]), nan=1j)
s('real_if_close', np.array([1 + 1e-14j, 2]))
s('real_if_close', np.array([1 + 1e-14j, 2]), tol=1e-15)
s('real_if_close', np.array([1 + 1e-14j, 2]), tol=1000)
s('real_if_close', np.array([1 + 1e-6j, 2], 'complex64'))
s('sinc', 0.5, tolerance=2)
s('angle', 1j, tolerance=2)

# diff, ediff1d
for dtype in DTYPES:
    for shape in SHAPES:
        a = sample(shape, dtype)
        for n in [0, 1, 2, 3, 7, -1]:
            s('diff', a, n)
        for axis in range(-a.ndim - 1, a.ndim + 1):
            s('diff', a, axis=axis)
            s('diff', a, 2, axis)
        s('ediff1d', a)
        s('ediff1d', a, to_end=a)
        s('ediff1d', a, a, np.array([1, 0], dtype))
    a = sample((2, 3), dtype)
    for axis in [0, 1]:
        shape = (1, 3) if axis == 0 else (2, 1)
        s('diff', a, axis=axis, prepend=np.zeros(shape, dtype))
        s('diff', a, axis=axis, append=np.ones(shape, dtype))
        s('diff', a, axis=axis, prepend=np.array(1, dtype), append=np.array(0, dtype))
        s('diff', a, axis=axis, prepend=np.array(1, 'float64'))
        s('diff', a, axis=axis, append=np.zeros((2, 2), dtype))
    s('ediff1d', a, to_begin=np.array([1.5]))
    s('ediff1d', a, to_end=np.array([1, 2], 'int8'))

# gradient
for dtype in DTYPES:
    for shape in [(2,), (3,), (6,), (3, 4), (2, 3, 3)]:
        a = sample(shape, dtype)
        tolerance = 4 if np.dtype(dtype).kind in 'fc' else 2
        for edge_order in [1, 2, 3]:
            s('gradient', a, edge_order=edge_order, tolerance=tolerance)
            s('gradient', a, 2.0, edge_order=edge_order, tolerance=tolerance)
            s('gradient', a, np.float32(0.5), edge_order=edge_order, tolerance=tolerance)
            for axis in range(a.ndim):
                s('gradient', a, axis=axis, edge_order=edge_order, tolerance=tolerance)
                x = np.cumsum(rng.integers(1, 5, shape[axis])).astype('float64')
                s('gradient', a, x, axis=axis, edge_order=edge_order, tolerance=8 * tolerance)
                s('gradient', a, x.astype('int16'), axis=axis, edge_order=edge_order, tolerance=8 * tolerance)
                s('gradient', a, x.astype('float32'), axis=axis, edge_order=edge_order, tolerance=8 * tolerance)
                s('gradient', a, np.arange(shape[axis]) * 3, axis=axis, edge_order=edge_order, tolerance=tolerance)
    a = sample((3, 4), dtype)
    s('gradient', a, 1.0, np.arange(4.0) ** 2, tolerance=32)
    s('gradient', a, axis=(0, 1), tolerance=4)
    s('gradient', a, axis=(1, 0), tolerance=4)
    s('gradient', a, axis=())
    s('gradient', a, 1.0, 2.0, 3.0)
    s('gradient', a, np.zeros(3), axis=1)
    s('gradient', a, axis=2)
    s('gradient', sample((1,), dtype))
    s('gradient', sample((), dtype))

# trapezoid
for dtype in DTYPES:
    for shape in [(1,), (2,), (6,), (3, 4), (0,), (2, 0)]:
        y = sample(shape, dtype)
        s('trapezoid', y, tolerance=4)
        s('trapezoid', y, dx=0.5, tolerance=4)
        s('trapezoid', y, None, 2.0, 0, tolerance=4)
        for axis in range(-y.ndim, y.ndim + 1):
            s('trapezoid', y, axis=axis, tolerance=4)
            if axis < y.ndim:
                s('trapezoid', y, np.cumsum(rng.random(shape[axis])), axis=axis, tolerance=16)
                s('trapezoid', y, np.arange(shape[axis]), axis=axis, tolerance=16)
                s('trapezoid', y, sample(shape, 'float64'), axis=axis, tolerance=16)
    s('trapezoid', sample((), dtype))
    s('trapezoid', sample((3,), dtype), np.zeros(5))

# unwrap
for dtype in REAL:
    for shape in [(0,), (1,), (7,), (3, 5)]:
        p = sample(shape, dtype)
        s('unwrap', p, tolerance=16)
        s('unwrap', p, axis=0, tolerance=16)
        s('unwrap', p, period=6, tolerance=16)
        s('unwrap', p, period=5, tolerance=16)
        s('unwrap', p, period=2.5, tolerance=16)
        s('unwrap', p, 4.0, tolerance=16)
        s('unwrap', p, discont=10, period=6, tolerance=16)
s('unwrap', np.array(1.0))
s('unwrap', sample(4, 'complex128'))
s('unwrap', np.zeros(3), axis=1)

# isclose and kin
pairs = [(np.array([1.0, 2, nan, inf, -inf, 1e-9, 0]), np.array([1.00001, 2.1, nan, inf, inf, 0, -0.0])),
         (np.array([inf, 1, nan]), np.array([1, inf, 1.0]))]
for x, y in pairs:
    for a, b in itertools.product(INEXACT, INEXACT):
        for equal_nan in [False, True]:
            s('isclose', x.astype(a), y.astype(b), equal_nan=equal_nan)
            s('allclose', x.astype(a), y.astype(b), equal_nan=equal_nan)
            s('array_equal', x.astype(a), y.astype(b), equal_nan=equal_nan)
for a, b in itertools.product(DTYPES, DTYPES):
    x, y = sample((2, 3), a, 10), sample((2, 3), b, 10)
    s('isclose', x, y)
    s('isclose', x, y, 0.5, 2.0)
    s('allclose', x, y, rtol=10, atol=100)
    s('array_equal', x, x.astype(b))
    s('array_equiv', x, x.astype(b))
for dtype in DTYPES:
    x = sample((2, 3), dtype, 6)
    for other in [1, 1.5, -2, True, 0, nan, inf]:
        s('isclose', x, other, 0.25, 1.0)
        s('isclose', other, x)
        s('isclose', x, other, equal_nan=True)
    s('isclose', x, x[0], rtol=np.array([0.1, 0.2, 0.3]), atol=np.array([[0.0], [1.0]]))
    s('isclose', x, np.zeros(2, dtype))
    s('array_equal', x, x, equal_nan=True)
    s('array_equal', x, x[0])
    s('array_equiv', x, x[0])
    s('array_equiv', x[:1] * 0, np.zeros((4, 3), dtype))
    s('array_equiv', x, np.zeros(2, dtype))
s('isclose', 1.0, 1.0 + 1e-9)
s('isclose', nan, nan, equal_nan=True)
s('allclose', 1, 2)
s('isclose', 1 + 1e-9j, 1.0)

# cov, corrcoef
for dtype in DTYPES:
    for shape in [(1,), (5,), (1, 5), (3, 5), (5, 3), (3, 1), (0, 3), (2, 2, 2)]:
        m = sample(shape, dtype)
        s('cov', m, tolerance=64)
        s('cov', m, rowvar=False, tolerance=64)
        s('cov', m, bias=True, tolerance=64)
        s('cov', m, ddof=0, tolerance=64)
        s('corrcoef', m, tolerance=64)
        s('corrcoef', m, None, False, tolerance=64)
    m, y = sample((2, 6), dtype), sample((3, 6), dtype)
    s('cov', m, y, tolerance=64)
    s('cov', m, sample(6, dtype), tolerance=64)
    s('cov', m, y[:, :4])
    s('corrcoef', m, y, tolerance=64)
    s('corrcoef', m.T, y.T, False, tolerance=64)
    s('cov', m, dtype='float32', tolerance=64)
    s('cov', m, dtype='complex64', tolerance=64)
    f, w = rng.integers(1, 4, 6), rng.random(6) + 0.5
    for ddof in [None, 0, 2]:
        s('cov', m, fweights=f, ddof=ddof, tolerance=64)
        s('cov', m, aweights=w, ddof=ddof, tolerance=64)
        s('cov', m, fweights=f, aweights=w, ddof=ddof, tolerance=64)
s('cov', sample((2, 3), 'float64'), fweights=[1.5, 1, 1])
s('cov', sample((2, 3), 'float64'), fweights=[-1, 1, 1])
s('cov', sample((2, 3), 'float64'), aweights=[-1.0, 1, 1])
s('cov', sample((2, 3), 'float64'), ddof=1.5)

# correlate, convolve
for dtype in DTYPES:
    for n, m in itertools.product([1, 2, 3, 7, 40], [1, 2, 5, 40]):
        a, v = sample(n, dtype, 5), sample(m, dtype, 5)
        tolerance = 0 if np.dtype(dtype).kind in 'biu' else 16
        s('convolve', a, v, tolerance=tolerance)
        s('correlate', a, v, tolerance=tolerance)
        for mode in ['full', 'same', 'valid']:
            s('convolve', a, v, mode, tolerance=tolerance)
            s('correlate', a, v, mode, tolerance=tolerance)
    s('convolve', sample(4, dtype), sample(0, dtype))
    s('correlate', sample(0, dtype), sample(2, dtype))
    s('convolve', sample((2, 2), dtype), sample(2, dtype))
    s('correlate', sample((), dtype), sample(2, dtype))
    s('convolve', sample((), dtype), sample((), dtype))
    for other in DTYPES:
        s('convolve', sample(3, dtype, 5), sample(2, other, 5), tolerance=16)
        s('correlate', sample(2, dtype, 5), sample(3, other, 5), 'full', tolerance=16)
for dtype in FLOATS:
    a = np.array([1, nan, 3, inf, 5, 6, 7], dtype)
    for mode in ['full', 'same', 'valid']:
        s('convolve', a, np.array([1, 2, 3], dtype), mode)
        s('convolve', np.arange(7).astype(dtype), np.array([1, inf, 3], dtype), mode)
        s('correlate', np.arange(7).astype(dtype), np.array([nan, 0], dtype), mode)
s('convolve', sample(4, 'float64'), sample(2, 'float64'), 'some')
for n, m in [(300, 7), (1000, 300), (517, 513)]:
    for dtype in ['float32', 'float64', 'complex128', 'int16']:
        s('correlate', sample(n, dtype), sample(m, dtype), 'same', tolerance=64)

# windows, i0
for name in ['bartlett', 'blackman', 'hamming', 'hanning']:
    for m in [-1, 0, 1, 2, 3, 4, 7, 20, 51]:
        s(name, m, tolerance=4)
for m, beta in itertools.product([0, 1, 2, 3, 8, 51], [0.0, 1.0, 5.0, 14.0, 100.0]):
    s('kaiser', m, beta, tolerance=8)
for dtype in DTYPES:
    s('i0', sample((2, 3), dtype, 20), tolerance=8)
    if dtype in FLOATS:
        s('i0', special(dtype), tolerance=8)
        s('i0', np.linspace(-30, 30, 61).astype(dtype), tolerance=8 if dtype != 'float16' else 64)
s('i0', 0.0)
s('i0', 2.5, tolerance=4)
s.write()
