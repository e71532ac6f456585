"""Golden values of every ufunc, by NumPy: test/oracle/ufuncs.json (index) and ufuncs.bin (operands and results).

Run from the project's folder: python3 scripts/oracle/ufuncs.py (NumPy 2.4, x86-64).

- `names`: every name that NumPy has for a ufunc, with the function's own name.
- `resolution`: per ufunc the result dtypes for every combination of operand dtypes; empty where NumPy raises TypeError.
- `cases`: per ufunc and typed loop the operands and results. Real transcendental functions are computed in a wider type
  and rounded, for NumPy's own SIMD versions err by up to 4 ulp; what is not finite or zero is NumPy's.
"""

import itertools
import json
import pathlib
import warnings

import numpy as np

warnings.simplefilter("ignore")
np.seterr(all="ignore")

DTYPES = "?bBhHiIlLefdFD"
WIDER = {"e": np.float64, "f": np.float64, "d": np.longdouble, "F": np.complex128, "D": np.clongdouble}
TRANSCENDENTAL = (
    "exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh cbrt "
    "arctan2 power float_power logaddexp logaddexp2 hypot"
).split()
MIXED = ["add", "divide", "less", "power", "arctan2", "logical_and"]

rng = np.random.default_rng(20240607)
blob = bytearray()


def store(array):
    array = np.ascontiguousarray(array)
    while len(blob) % 16:
        blob.append(0)
    offset = len(blob)
    blob.extend(array.tobytes())
    return offset


def special(char):
    if char == "?":
        return np.array([False, True])
    if char in "bBhHiIlL":
        info = np.iinfo(char)
        values = [0, 1, 2, 3, 5, 7, 8, 31, 100, info.max - 1, info.max]
        if info.min < 0:
            values += [info.min, info.min + 1, -1, -2, -3, -8, -100]
        return np.array(values, dtype=char)
    if char in "efd":
        info = np.finfo(char)
        tiny, sub = info.smallest_normal, info.smallest_subnormal
        positive = [0, sub, tiny, info.eps, 0.5, 1, 2, 3, 10, info.max, np.inf]
        return np.array(positive + [-x for x in positive] + [np.nan], dtype=char)
    parts = [0.0, -0.0, 1.0, -2.5, np.inf, -np.inf, np.nan]
    return np.array([complex(a, b) for a in parts for b in parts], dtype=char)


def random(char, n):
    if char == "?":
        return rng.integers(0, 2, n).astype(char)
    if char in "bBhHiIlL":
        info = np.iinfo(char)
        small = rng.integers(-20 if info.min < 0 else 0, 20, n).astype(char)
        wide = rng.integers(info.min, info.max, n, dtype=char, endpoint=True)
        return np.where(rng.random(n) < 0.5, small, wide)
    if char in "efd":
        near = rng.uniform(-1, 1, n)
        middle = rng.uniform(-20, 20, n)
        limit = {"e": 4, "f": 30, "d": 250}[char]
        far = np.sign(near) * 10.0 ** rng.uniform(-limit, limit, n)
        return np.choose(rng.integers(0, 3, n), [near, middle, far]).astype(char)
    real = {"F": "f", "D": "d"}[char]
    limit = 5.0
    return (rng.uniform(-limit, limit, n) + 1j * rng.uniform(-limit, limit, n)).astype(char)


operands = {}


def operand(char, role):
    """Operands, shared by all cases: x (unary), a and b (binary: all pairs of special values), n (b without negatives)."""
    key = f"{role}:{char}"
    if key not in operands:
        values = special(char)
        if role == "x":
            data = np.concatenate([values, random(char, 60)])
        else:
            if char in "FD":
                values = np.array([0, 1, -2.5 + 1j, complex(0, -3), complex(-0.0, 1), complex(np.inf, 0), complex(np.nan, 1),
                                   complex(1, np.nan), complex(-np.inf, np.inf), 1e-3j, 2, -1], dtype=char)
            pairs = list(itertools.product(range(len(values)), repeat=2))
            index = [pair[0 if role == "a" else 1] for pair in pairs]
            extra = random(char, 60)
            if role == "n":
                values = np.where(values < 0, values.dtype.type(4), values)
                extra = np.where(extra < 0, extra.dtype.type(4), extra)
            data = np.concatenate([values[index], extra])
        operands[key] = data
    return key, operands[key]


def signature(ufunc):
    types = []
    for text in ufunc.types:
        text = text.replace("q", "l").replace("Q", "L")
        if all(c in DTYPES + "->" for c in text) and text not in types:
            types.append(text)
    return types


def accurate(name, ufunc, args, types, results):
    """NumPy's results, with the finite ones of real transcendental functions computed in a wider type."""
    out = types.split("->")[1]
    if name not in TRANSCENDENTAL or out not in WIDER:
        return results
    if name == "hypot" and out == "d":
        wide = np.hypot(*[a.astype(np.longdouble) for a in args])
    else:
        wide = ufunc(*[a.astype(WIDER[out]) for a in args])
    rounded = wide.astype(out)
    if out in "FD":
        plain = np.isfinite(results[0]) & (results[0].real != 0) & (results[0].imag != 0)
        return [np.where(plain & np.isfinite(rounded), rounded, results[0])]
    return [np.where(np.isfinite(results[0]) & (results[0] != 0) & np.isfinite(rounded), rounded, results[0])]


def cases_of(name, ufunc):
    for types in signature(ufunc):
        chars = types.split("->")[0]
        roles = "x" if ufunc.nin == 1 else "ab"
        if name == "power" and chars[0] in "bBhHiIlL":
            roles = "an"
        keys, args = [], []
        for char, role in zip(chars, roles):
            key, data = operand(char, role)
            keys.append(key)
            args.append(data)
        count = min(len(a) for a in args)  # ldexp's and mixed operands differ in their number of special values
        args = [a[:count] for a in args]
        if name == "ldexp":  # exponents in a range that matters
            keys[1] = f"k:{chars[1]}"
            if keys[1] not in operands:
                operands[keys[1]] = np.resize(np.array([0, 1, -1, 5, -20, 30, -140, 130, 1020, -1060, -1074, 2000, -2200, 10**6]), 600).astype(chars[1])
            args[1] = operands[keys[1]][:count]
        results = ufunc(*args)
        results = list(results) if ufunc.nout > 1 else [results]
        results = accurate(name, ufunc, args, types, results)
        yield {"types": types, "operands": keys, "count": count, "results": [store(r) for r in results]}


def resolution(ufunc):
    texts = []
    for chars in itertools.product(DTYPES, repeat=ufunc.nin):
        try:
            result = ufunc(*[np.ones(1, dtype=c) for c in chars])
            out = result if ufunc.nout > 1 else (result,)
            texts.append("".join(r.dtype.char.replace("q", "l").replace("Q", "L") for r in out))
        except TypeError:
            texts.append("")
    return ",".join(texts)


def mixed_of(name, ufunc):
    for chars in itertools.product(DTYPES, repeat=2):
        if chars[0] == chars[1]:
            continue
        args = []
        for char, role in zip(chars, "ab"):
            args.append(operand(char, role)[1][-24:])
        if name == "power" and args[1].dtype.kind in "iu":
            args[1] = np.abs(args[1] % 5).astype(args[1].dtype)
        if name == "power" and args[1].dtype.kind == "f":
            args[1] = np.clip(args[1], -20, 20)  # the direction of complex powers that overflow is anyone's
        try:
            result = ufunc(*args)
        except (TypeError, ValueError):
            continue
        if result.dtype.char in "efdF":  # complex128 powers lose digits in every library; NumPy's are the measure
            result = accurate(name, ufunc, [a.astype(result.dtype) for a in args], "->" + result.dtype.char, [result])[0]
        yield {"dtypes": "".join(chars), "result": result.dtype.char.replace("q", "l").replace("Q", "L"),
               "operands": [store(a) for a in args], "count": 24, "results": store(result)}


names, table, mixed = {}, {}, {}
for alias in sorted(dir(np)):
    ufunc = getattr(np, alias)
    if not isinstance(ufunc, np.ufunc) or ufunc.signature or alias == "isnat":
        continue
    name = ufunc.__name__
    names[alias] = name
    if name in table:
        continue
    table[name] = {"resolution": resolution(ufunc), "cases": list(cases_of(name, ufunc))}
    if name in MIXED:
        mixed[name] = list(mixed_of(name, ufunc))

index = {
    "numpy": np.__version__,
    "dtypes": DTYPES,
    "names": names,
    "operands": {key: {"dtype": data.dtype.char.replace("q", "l").replace("Q", "L"), "offset": store(data), "count": len(data)} for key, data in operands.items()},
    "ufuncs": table,
    "mixed": mixed,
}
folder = pathlib.Path("test/oracle")
(folder / "ufuncs.bin").write_bytes(bytes(blob))
(folder / "ufuncs.json").write_text(json.dumps(index, separators=(",", ":")) + "\n")
cases = sum(len(entry["cases"]) for entry in table.values())
elements = sum(case["count"] for entry in table.values() for case in entry["cases"])
print(f"{len(table)} ufuncs, {len(names)} names, {cases} cases of {elements} elements, {sum(map(len, mixed.values()))} mixed cases, {len(blob)} bytes")
