"""Writes test/oracle/printing.json: what NumPy prints, for test/lib/format.test.ts.

Run it with a Python that has NumPy 2.4. Arrays are stored as bytes, option sets once each; a case is
[array, option set, function, text].
"""

import base64
import json
import pathlib

import numpy as np

rng = np.random.default_rng(20240613)
arrays, option_sets, cases = [], [], []
option_index = {}

# The same functions stand in the test under the same names.
FORMATTERS = {
    'hash': lambda x: '#',
    'int': lambda x: f'<{int(x)}>',
    'fixed2': lambda x: f'{x:.2f}',
    'flag': lambda x: 'T' if x else 'F',
    'parts': lambda x: f'{x.real:.1f}|{x.imag:.1f}',
    'block': lambda x: 'ab\nc',
    'wide': lambda x: '\U0001d7d8\u00e9',
}


def add_array(data, base=None):
    base = data if base is None else base
    entry = {'dtype': data.dtype.name, 'shape': data.shape, 'data': base64.b64encode(base.tobytes()).decode()}
    if data is not base:
        start = data.__array_interface__['data'][0] - base.__array_interface__['data'][0]
        entry.update(strides=data.strides, offset=start)
    arrays.append(entry)
    return len(arrays) - 1


def add_arange(size, dtype, shape):
    arrays.append({'dtype': np.dtype(dtype).name, 'shape': shape, 'arange': size})
    return len(arrays) - 1, np.arange(size, dtype=dtype).reshape(shape)


def options(globally=None, call=None):
    key = json.dumps([globally or {}, call or {}], sort_keys=True)
    if key not in option_index:
        option_index[key] = len(option_sets)
        option_sets.append([globally or {}, call or {}])
    return option_index[key]


def python_options(given):
    given = dict(given)
    if given.get('formatter'):
        given['formatter'] = {kind: FORMATTERS[name] for kind, name in given['formatter'].items()}
    return given


def case(array, index, function, globally=None, call=None):
    with np.printoptions(**python_options(globally or {})):
        run = {'repr': np.array_repr, 'str': np.array_str, 'array2string': np.array2string}[function]
        cases.append([index, options(globally, call), function, run(array, **python_options(call or {}))])


# --- values

def floats(dtype, kind, n):
    info = np.finfo(dtype)
    if kind == 'bits':
        word = {2: 'u2', 4: 'u4', 8: 'u8'}[np.dtype(dtype).itemsize]
        x = rng.integers(0, np.iinfo(word).max, n, word, True).view(dtype)
        return np.where(np.isfinite(x), x, dtype(1))
    if kind == 'normal':
        return rng.normal(size=n).astype(dtype)
    if kind == 'integers':
        return rng.integers(-200, 200, n).astype(dtype)
    if kind == 'decimals':
        return np.round(rng.normal(size=n) * 10, int(rng.integers(1, 5))).astype(dtype)
    if kind == 'ties':
        return (rng.integers(-80, 80, n) / 2.0 ** rng.integers(1, 6, n)).astype(dtype)
    if kind == 'powers2':
        low = max(-60, int(info.minexp) - 8)
        return (2.0 ** rng.integers(low, min(60, int(info.maxexp) - 1), n)).astype(dtype)
    if kind == 'powers10':
        top = min(30, int(np.log10(float(info.max))))
        return (10.0 ** rng.integers(-top, top, n)).astype(dtype)
    if kind == 'huge':
        return (rng.uniform(0.1, 1, n) * float(info.max)).astype(dtype)
    if kind == 'tiny':
        return (rng.uniform(0.1, 4, n) * float(info.tiny)).astype(dtype)
    if kind == 'subnormal':
        return (rng.integers(-50, 50, n) * float(info.smallest_subnormal)).astype(dtype)
    if kind == 'limits':
        near = rng.choice([1e-4, 9.9999e-5, 1e-3, 999.5, 1000, 1001, 9999, 1e5, 999999, 1e6, 1e7, 99999999, 1e8, 1e9, 1e15,
                           1e16], n)
        return np.minimum(near, float(info.max)).astype(dtype)
    if kind == 'special':
        return rng.choice([np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -2.5, 1e-3, 100], n).astype(dtype)
    if kind == 'positive':
        return np.abs(np.append(rng.normal(size=n - 1), np.inf)).astype(dtype)
    if kind == 'nonfinite':
        return rng.choice([np.nan, np.inf, -np.inf], n).astype(dtype)
    if kind == 'zeros':
        return rng.choice([0.0, -0.0], n).astype(dtype)
    raise ValueError(kind)


FLOAT_KINDS = ['bits', 'normal', 'integers', 'decimals', 'ties', 'powers2', 'powers10', 'huge', 'tiny', 'subnormal',
               'limits', 'special', 'positive', 'nonfinite', 'zeros']
FLOATS = [np.float16, np.float32, np.float64]
COMPLEXES = [np.complex64, np.complex128]
INTEGERS = [np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64]


def integers(dtype, n):
    info = np.iinfo(dtype)
    if rng.random() < 0.3:
        return rng.integers(info.min, info.max, n, dtype, True)
    if rng.random() < 0.2:
        return rng.choice(np.array([info.min, info.max, 0, 1], dtype), n)
    return rng.integers(max(info.min, -50), min(info.max, 120), n).astype(dtype)


def values(dtype, n):
    if dtype is np.bool:
        return rng.random(n) < 0.5
    if dtype in INTEGERS:
        return integers(dtype, n)
    if dtype in FLOATS:
        return floats(dtype, str(rng.choice(FLOAT_KINDS)), n)
    part = np.float32 if dtype is np.complex64 else np.float64
    x = np.empty(n, dtype)
    x.real, x.imag = floats(part, str(rng.choice(FLOAT_KINDS)), n), floats(part, str(rng.choice(FLOAT_KINDS)), n)
    return x


def random_options(dtype):
    o = {}
    if rng.random() < 0.6:
        o['precision'] = int(rng.choice([0, 1, 2, 3, 4, 6, 7, 8, 10, 12, 15, 16, 17, 20]))
    if rng.random() < 0.5:
        o['floatmode'] = str(rng.choice(['fixed', 'unique', 'maxprec', 'maxprec_equal']))
    if rng.random() < 0.3:
        o['suppress'] = True
    if rng.random() < 0.35:
        o['sign'] = str(rng.choice(['+', ' ', '-']))
    if rng.random() < 0.3:
        o['linewidth'] = int(rng.choice([0, 1, 10, 20, 33, 40, 60, 75, 120]))
    if rng.random() < 0.15:
        o['nanstr'] = str(rng.choice(['NaN', 'not a number', '']))
    if rng.random() < 0.15:
        o['infstr'] = str(rng.choice(['Inf', 'infinity', '\u221e']))
    if rng.random() < 0.3:
        o['threshold'] = int(rng.choice([0, 3, 5, 8]))
        o['edgeitems'] = int(rng.choice([0, 1, 2, 3]))
    return o


SHAPES = [(), (1,), (2,), (3,), (5,), (9,), (2, 2), (3, 1), (2, 5), (4, 3), (2, 2, 2), (1, 3, 2), (2, 1, 2, 2)]
DTYPES = [np.bool, *INTEGERS, *FLOATS * 4, *COMPLEXES * 2]


def sweep():
    for dtype in DTYPES:
        for shape in SHAPES:
            a = values(dtype, int(np.prod(shape))).reshape(shape)
            i = add_array(a)
            case(a, i, 'repr')
            case(a, i, 'str', {} if rng.random() < 0.5 else random_options(dtype))
            for _ in range(3):
                case(a, i, str(rng.choice(['repr', 'repr', 'str', 'array2string'])), random_options(dtype))
            call = {k: v for k, v in random_options(dtype).items() if k not in ('nanstr', 'infstr')}
            if 'linewidth' in call:
                call['max_line_width'] = call.pop('linewidth')
            if 'suppress' in call:
                call['suppress_small'] = call.pop('suppress')
            if rng.random() < 0.6:
                call['separator'] = str(rng.choice([',', ', ', '  ', '', ' | ']))
            if rng.random() < 0.3:
                call['prefix'] = 'name = '
            if rng.random() < 0.3:
                call['suffix'] = ' end'
            case(a, i, 'array2string', None, call)


def every_kind():
    for dtype in FLOATS:
        for kind in FLOAT_KINDS:
            for n in (1, 4, 7):
                a = floats(dtype, kind, n)
                i = add_array(a)
                case(a, i, 'repr')
                for mode in ('fixed', 'unique', 'maxprec', 'maxprec_equal'):
                    case(a, i, 'str', {'floatmode': mode, 'precision': int(rng.choice([2, 5, 8, 17]))})


def shapes():
    for dtype in (np.float64, np.int64, np.bool, np.complex128, np.float32, np.uint8):
        for shape in ((0,), (0, 3), (3, 0), (2, 0, 4), (0, 0)):
            a = np.zeros(shape, dtype)
            i = add_array(a)
            for function in ('repr', 'str', 'array2string'):
                case(a, i, function)
            case(a, i, 'repr', {'linewidth': 30})
    for dtype in (np.float64, np.int32, np.complex64, np.float16):
        base = values(dtype, 60)
        cube = base.reshape(3, 4, 5)
        for v in (base[::-1], base[5:40:7], cube.T, cube[:, ::-2], cube[1, :, 3], cube[::2, 1:3, ::-1],
                  np.broadcast_to(base[2:5], (4, 3)), cube[2, 3, 4:].reshape(()), cube.transpose(1, 0, 2)):
            i = add_array(v, base)
            case(v, i, 'repr')
            case(v, i, 'repr', {'threshold': 10, 'edgeitems': 1, 'precision': 3})


def summaries():
    for dtype in ('bool_', 'int64', 'int16', 'float64', 'float32', 'complex128'):
        for size, shape in ((1001, (1001,)), (1000, (1000,)), (100000, (100, 1000)), (6000, (10, 20, 30)),
                            (4096, (2, 2048)), (4096, (2048, 2)), (2000, (2000, 1)), (1200, (6, 200))):
            if dtype in ('bool_', 'int16') and size > 32767:
                continue
            if len(shape) == 3 and dtype not in ('int64', 'float64'):
                continue
            if dtype == 'bool_':
                a = np.zeros(shape, bool)
                arrays.append({'dtype': 'bool', 'shape': shape, 'zeros': size})
                i = len(arrays) - 1
            else:
                i, a = add_arange(size, dtype, shape)
            if size != 1000 and len(shape) < 3:
                case(a, i, 'repr')
                case(a, i, 'str', {'edgeitems': 2, 'linewidth': 50})
            if size < 10000:
                case(a, i, 'repr', {'threshold': 0, 'edgeitems': 0})
            case(a, i, 'repr', {'threshold': 999, 'edgeitems': 1, 'linewidth': 24})
            case(a, i, 'array2string', None, {'threshold': 10, 'edgeitems': 1, 'separator': ','})


def formatters():
    floats64, ints = np.array([0.37, -1.21, 22.38]), np.array([[1, -2], [300, 4]])
    samples = [floats64, floats64.astype('f4'), ints, ints.astype('u8'), ints.astype('i1', casting='unsafe'),
               np.array([True, False]), floats64 * (1 + 2j), np.arange(30), np.array([[[1.0, 2], [3, 4]]] * 3)]
    choices = [{'all': 'hash'}, {'all': 'block'}, {'all': 'wide'}, {'int': 'int'}, {'int_kind': 'int'},
               {'float_kind': 'fixed2'}, {'float': 'fixed2', 'all': 'hash'}, {'bool': 'flag'},
               {'complexfloat': 'parts'}, {'complex_kind': 'parts', 'float_kind': 'hash'}, {'int': 'int', 'int_kind': 'hash'}]
    for a in samples:
        i = add_array(a)
        for chosen in choices:
            case(a, i, 'repr', {'formatter': chosen})
            case(a, i, 'array2string', None, {'formatter': chosen, 'max_line_width': 16, 'separator': ', '})


def long_lines():
    for dtype in (np.float64, np.float32, np.int64, np.uint64, np.bool, np.complex128):
        a = values(dtype, 25)
        i = add_array(a)
        for width in (40, 76, 77, 78):
            case(a, i, 'repr', {'linewidth': width})
    for n in range(15, 27):
        for dtype in ('float32', 'int32', 'uint16'):
            i, a = add_arange(n, dtype, (n,))
            case(a, i, 'repr')


# --- single numbers

def numbers():
    groups = []
    for dtype in FLOATS:
        for kind in FLOAT_KINDS:
            x = floats(dtype, kind, 12)
            data = base64.b64encode(x.tobytes()).decode()
            for _ in range(8):
                positional = bool(rng.random() < 0.5)
                o = {}
                if rng.random() < 0.4:
                    o['unique'] = False
                if rng.random() < 0.6 or o:
                    o['precision'] = int(rng.integers(1, 22)) if rng.random() < 0.8 else 0
                if rng.random() < 0.7:
                    o['trim'] = str(rng.choice(['k', '.', '0', '-']))
                if rng.random() < 0.3:
                    o['sign'] = True
                if rng.random() < 0.3:
                    o['pad_left'] = int(rng.integers(0, 9))
                if rng.random() < 0.3 and o.get('precision') != 0:
                    o['min_digits'] = int(rng.integers(0, o.get('precision', 20) + 1))
                if positional and rng.random() < 0.3:
                    o['pad_right'] = int(rng.integers(0, 9))
                if positional and rng.random() < 0.3 and o.get('precision') != 0:
                    o['fractional'] = False
                if not positional and rng.random() < 0.3:
                    o['exp_digits'] = int(rng.integers(0, 7))
                format_one = np.format_float_positional if positional else np.format_float_scientific
                texts = [format_one(v, **o) for v in x[:8]]
                if max(map(len, texts)) < 80:
                    groups.append([np.dtype(dtype).name, data, 'positional' if positional else 'scientific', o, texts])
            groups.append([np.dtype(dtype).name, data, 'str', {}, [str(v) for v in x]])
    for part, dtype in ((np.float32, np.complex64), (np.float64, np.complex128)):
        for kind in FLOAT_KINDS:
            x = np.empty(8, dtype)
            x.real, x.imag = floats(part, kind, 8), floats(part, str(rng.choice(FLOAT_KINDS)), 8)
            data = base64.b64encode(x.tobytes()).decode()
            groups.append([np.dtype(dtype).name, data, 'str', {}, [str(v) for v in x]])
    return groups


def bases():
    rows = []
    for n in [0, 1, -1, 2, -2, 3, -3, 7, 10, -128, 127, 255, 1000, 123456789, 2**53, -2**63, 2**64 - 1, 10**30]:
        for base in (2, 3, 8, 10, 16, 36):
            for padding in (0, 3):
                rows.append(['base', str(n), base, padding, np.base_repr(n, base, padding)])
        rows.append(['binary', str(n), None, 0, np.binary_repr(n)])
        for width in (1, 2, 3, 5, 8, 9, 64, 70):
            try:
                rows.append(['binary', str(n), width, 0, np.binary_repr(n, width)])
            except ValueError:
                rows.append(['binary', str(n), width, 0, None])
    return rows


with np.errstate(all='ignore'):
    sweep()
    every_kind()
    shapes()
    summaries()
    formatters()
    long_lines()
    golden = {'numpy': np.__version__, 'arrays': arrays, 'options': option_sets, 'cases': cases, 'numbers': numbers(),
              'bases': bases()}

path = pathlib.Path(__file__).resolve().parents[2] / 'test' / 'oracle' / 'printing.json'
path.write_text(json.dumps(golden, ensure_ascii=False, separators=(',', ':')) + '\n')
print(f'{path.name}: {len(cases)} cases of {len(arrays)} arrays, {sum(len(g[4]) for g in golden["numbers"])} numbers, '
      f'{len(golden["bases"])} integers, {path.stat().st_size} bytes')
