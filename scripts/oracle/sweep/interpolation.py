"""Writes test/oracle/sweep/interpolation.json.gz: straight lines between points."""

import numpy as np

from sweep import DTYPES, Sweep

s = Sweep('interpolation')
rng = np.random.default_rng(42)

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


xp = np.array([1.0, 2, 4, 5.5, 5.5, 9])
for dtype in DTYPES:
    fp = sample(6, dtype)
    for x in [sample((), 'float64'), np.array(4), sample((0,), 'float64'), np.linspace(-1, 11, 41), np.array([[1, 2], [5, 9]]),
              np.array([nan, inf, -inf, 1, 9]), np.linspace(0, 10, 5).astype('float32'), xp]:
        s('interp', x, xp, fp)
        s('interp', x, xp, fp, -1, 99)
        s('interp', x, xp, fp, left=2.5)
        s('interp', x, xp, fp, right=nan)
    s('interp', sample(5, dtype), xp, np.arange(6.0))
    s('interp', np.linspace(0, 3, 5), xp.astype(dtype)[:3], np.arange(3.0))
    s('interp', np.array([0, 1, 2.0]), np.array([1.0]), fp[:1])
    s('interp', np.linspace(-20, 20, 41), np.array([190.0, -190, 350, -350]), fp[:4], period=360)
    s('interp', np.linspace(-20, 20, 41), xp, fp, period=-7.5)
s('interp', 2.5, xp, np.arange(6.0))
s('interp', np.linspace(0, 10, 21), xp, np.array([1, inf, 2, 2, -inf, nan]))
s('interp', np.linspace(0, 10, 21), np.array([0, 1, inf]), np.array([1.0, 2, 3]))
s('interp', np.array([1.0]), np.zeros(0), np.zeros(0))
s('interp', np.array([1.0]), np.zeros(2), np.zeros(3))
s('interp', np.array([1.0]), np.zeros((2, 2)), np.zeros((2, 2)))
s('interp', np.array([1.0]), xp, np.arange(6.0), period=0)
s('interp', np.array([1j]), xp, np.arange(6.0))
big = np.sort(rng.random(3000))
s('interp', rng.random(200), big, rng.random(3000))
s('interp', rng.random(9000) * 1.2 - 0.1, big[:50], np.arange(50.0))

s.write()
