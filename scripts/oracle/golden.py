"""Compact golden data: arrays as [dtype, shape, base64 of the elements in row-major order], files as JSON.

Values are stored once. Memory layouts (Fortran, stepped, reversed, stacked by a stride of 0, ...) are the test's matter:
test/layouts.ts lays the same values out in each.
"""

import base64
import json
import pathlib

import numpy as np

ORACLE = pathlib.Path(__file__).resolve().parent.parent.parent / 'test' / 'oracle'

DTYPES = ['bool', 'int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64',
          'float16', 'float32', 'float64', 'complex64', 'complex128']
LINALG_DTYPES = ['float32', 'float64', 'complex64', 'complex128']


def encode(array):
    array = np.asarray(array)
    data = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
    return [array.dtype.name, list(array.shape), data]


class Values:
    """A list of distinct arrays; `add` gives the place of one."""

    def __init__(self):
        self.arrays = []
        self._places = {}

    def add(self, array):
        entry = encode(array)
        key = json.dumps(entry)
        if key not in self._places:
            self._places[key] = len(self.arrays)
            self.arrays.append(entry)
        return self._places[key]


def small_integers(rng, shape, dtype, limit=3):
    """Random whole values so small that sums of products are exact in every dtype but bool."""
    kind = np.dtype(dtype).kind
    if kind == 'b':
        return rng.integers(0, 2, shape).astype(bool)
    low = 0 if kind == 'u' else -limit
    real = rng.integers(low, limit + 1, shape)
    if kind == 'c':
        return (real + 1j * rng.integers(low, limit + 1, shape)).astype(dtype)
    return np.asarray(real).astype(dtype)


def normal(rng, shape, dtype):
    real = rng.standard_normal(shape)
    if np.dtype(dtype).kind == 'c':
        real = real + 1j * rng.standard_normal(shape)
    return np.asarray(real).astype(dtype)


def outcome(call):
    """What a call gives: an array, or the name of NumPy's error."""
    try:
        return call(), None
    except Exception as error:  # noqa: BLE001 (any error of NumPy's is an outcome)
        return None, type(error).__name__


def write(name, content):
    text = json.dumps({'numpy': np.__version__, **content}, separators=(',', ':'))
    path = ORACLE / f'{name}.json'
    path.write_text(text + '\n')
    print(f'{path.name}: {len(text) / 1000:.0f} kB')
