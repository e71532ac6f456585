"""The sweep: calls of NumPy's functions with their results, one golden file per area, run by test/lib/sweep.test.ts.

An area's script makes a `Sweep`, names calls, and writes:

    s = Sweep('sorting')
    for a, axis in itertools.product(arrays, [None, 0, -1]):
        s('sort', a, axis=axis)                      # np.sort(a, axis=axis)
    s('ndarray.argsort', a, kind='stable')           # a method, of the first argument
    s('ndarray.__getitem__', a, (0, slice(None)))    # a.get(0, ':'); __setitem__ and __setattr__ likewise
    s.changes('put', a, [0, 2], 7)                   # the result is the first argument after the call
    s('interp', x, xp, fp, tolerance=4)              # results may differ by 4 epsilon, relative to the largest element
    s.write()

The test gives every array in row-major layout and in another one, checks that inputs stay as they were, and compares dtype,
shape and every element; an error of NumPy's must be our counterpart of it. Equal calls are stored once.
"""

import gzip
import importlib
import json
import math
import pathlib
import sys
import types
import warnings

import numpy as np

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
import golden  # noqa: E402

warnings.simplefilter('ignore')
np.seterr(all='ignore')

DTYPES = golden.DTYPES
LINALG_DTYPES = golden.LINALG_DTYPES
normal, small_integers = golden.normal, golden.small_integers
FOLDER = golden.ORACLE / 'sweep'
MISSING = object()


def resolve(name):
    """The function of a dotted name, below np, or of SciPy ('scipy.linalg.lu')."""
    parts = name.split('.')
    found = np
    if parts[0] == 'scipy':
        found = importlib.import_module('.'.join(parts[:2]))
        parts = parts[2:]
    for part in parts:
        found = getattr(found, part)
    return found


class Sweep:
    def __init__(self, area):
        self.area = area
        self.values = golden.Values()
        self.cases = []
        self._seen = set()

    def __call__(self, function, *args, tolerance=0, **kwargs):
        self._case(function, args, kwargs, tolerance, changes=False)

    def changes(self, function, *args, tolerance=0, **kwargs):
        self._case(function, args, kwargs, tolerance, changes=True)

    def _case(self, function, args, kwargs, tolerance, changes):
        call = [function, [self._argument(arg) for arg in args],
                {key: self._argument(value) for key, value in kwargs.items()}]
        key = json.dumps(call)
        if key in self._seen:
            return
        self._seen.add(key)
        # Whatever a call changes stays in its own copies.
        own = [np.array(arg, subok=True) if isinstance(arg, np.ndarray) else arg for arg in args]
        result, error = golden.outcome(lambda: resolve(function)(*own, **kwargs))
        if error:
            expected = {'error': error}
        else:
            expected = self._result(own[0] if changes else result)
        self.cases.append([*call, expected, tolerance, 1 if changes else 0])

    def _argument(self, value):
        if isinstance(value, (np.ndarray, np.generic)):
            return {'array': self.values.add(value)}
        if isinstance(value, np.dtype):
            return value.name
        if isinstance(value, type):
            return np.dtype(value).name
        if value is None or isinstance(value, (bool, str)):
            return value
        if isinstance(value, int):
            return value if abs(value) < 2**53 else {'bigint': str(value)}
        if isinstance(value, float):
            exact = math.isfinite(value) and not (value == 0 and math.copysign(1, value) < 0)
            return value if exact else {'number': '-0' if value == 0 else str(value)}
        if isinstance(value, complex):
            return {'complex': [self._argument(value.real), self._argument(value.imag)]}
        if value is Ellipsis:
            return {'ellipsis': True}
        if isinstance(value, slice):
            return {'slice': [value.start, value.stop, value.step]}
        if isinstance(value, tuple):
            return {'tuple': [self._argument(item) for item in value]}
        if isinstance(value, list):
            return [self._argument(item) for item in value]
        if isinstance(value, dict):
            return {'object': {key: self._argument(item) for key, item in value.items()}}
        if isinstance(value, (np.ufunc, types.FunctionType, types.BuiltinFunctionType)) or callable(value):
            return {'function': value.__name__}
        raise TypeError(f'cannot encode an argument of type {type(value).__name__}')

    def _result(self, value):
        if isinstance(value, np.ndarray):
            return {'array': self.values.add(value)}
        if isinstance(value, np.generic):
            return {'scalar': self.values.add(value)}
        if isinstance(value, np.dtype):
            return {'value': value.name}
        if value is None or isinstance(value, (bool, str, int)):
            return {'value': value}
        if isinstance(value, float):
            return {'scalar': self.values.add(np.float64(value))}
        if isinstance(value, complex):
            return {'scalar': self.values.add(np.complex128(value))}
        if isinstance(value, (tuple, list)):
            names = {'names': list(value._fields)} if hasattr(value, '_fields') else {}
            return {'list': [self._result(item) for item in value], **names}
        raise TypeError(f'{self.area}: cannot encode a result of type {type(value).__name__}')

    def write(self):
        content = {'numpy': np.__version__, 'values': self.values.arrays, 'cases': self.cases}
        text = json.dumps(content, separators=(',', ':'))
        FOLDER.mkdir(exist_ok=True)
        path = FOLDER / f'{self.area}.json.gz'
        # No time stamp: the same calls give the same file.
        path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
        errors = sum('error' in case[3] for case in self.cases)
        print(f'{path.name}: {len(self.cases)} calls ({errors} errors), {path.stat().st_size / 1000:.0f} kB')
