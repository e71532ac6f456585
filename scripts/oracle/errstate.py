"""Which floating-point errors NumPy's ufuncs tell of. Writes test/oracle/errstate.json."""

import json
import pathlib

import numpy as np

UNARY = """exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh
sqrt cbrt square reciprocal absolute negative floor rint sign isnan isfinite signbit spacing""".split()
BINARY = """add subtract multiply divide floor_divide remainder fmod power arctan2 hypot logaddexp maximum fmin less
equal copysign nextafter logical_and""".split()
FLOATS = ["0", "-0.0", "1", "-1", "0.5", "2", "-2", "inf", "-inf", "nan", "1000", "-1000", "1e300", "-1e300", "1e-300"]
SINGLES = ["0", "1", "-1", "2", "inf", "nan", "100", "-100", "1e38", "1e-38"]
HALVES = ["0", "1", "-1", "2", "inf", "nan", "100", "-100", "60000"]
COMPLEX = ["0", "-0.0", "1", "-1", "0.5", "inf", "nan", "1000", "1e200", "1e300"]
PRODUCTS = ["matmul", "dot", "vecdot", "inner"]
INTEGERS = ["0", "1", "-1", "-128", "100"]
# On subnormal results and exact small ones NumPy's own loops differ between machines; ours look for none in float16.
UNDERFLOWS = {"exp", "exp2", "power", "multiply", "divide", "square"}


def told_by_accident(name, operands, met):
    """Errors that come of the way in which NumPy's loops compute, not of operands and result."""
    return (
        (name == "logaddexp" and "nan" in operands)
        or (name == "power" and operands[-1] in ("inf", "-inf"))
        or (name == "floor_divide" and "overflow" in met)
        or name in ("nextafter", "spacing")
    )


def spelled(operands):
    return [value.replace("inf", "Infinity").replace("nan", "NaN") for value in operands]


def told(function, *arrays):
    met = set()
    with np.errstate(all="call", call=lambda error, flag: met.add(error)):
        function(*arrays)
    met.discard("underflow")
    return sorted(met)


def complex_cases():
    """Real and imaginary part of one operand, or of the first of two; the second is 2 + 1i."""
    names = [name for name in UNARY if any(types[0] == "D" for types in getattr(np, name).types)]
    for name in names + ["add", "multiply", "divide", "power"]:
        for parts in [[a, b] for a in COMPLEX for b in COMPLEX]:
            if name == "square" and {"inf", "nan", "1e200", "1e300"} & set(parts):
                continue  # by the way in which the machine's vectors multiply
            array = np.empty(9, "complex128")
            array.real, array.imag = float(parts[0]), float(parts[1])
            operands = [array] if name in names else [array, np.full(9, 2 + 1j)]
            yield {"ufunc": name, "dtype": "complex128", "operands": spelled(parts), "errors": told(getattr(np, name), *operands)}


def product_cases():
    for dtype in ["float32", "float64", "complex64", "complex128", "int64"]:
        values = ["0", "2", "inf", "nan", "1e30", "1e200"] if dtype != "int64" else ["0", "1e6"]
        for name in PRODUCTS:
            for a in values:
                for b in values:
                    if dtype in ("float32", "complex64") and "1e200" in (a, b):
                        continue
                    shape = 9 if name == "vecdot" else (9, 9)
                    arrays = [np.full(shape, float(value)).astype(dtype) for value in (a, b)]
                    errors = told(getattr(np, name), *arrays)
                    if not np.isnan(getattr(np, name)(*arrays)).any() and "invalid value" in errors:
                        errors.remove("invalid value")  # of what lies beside the matrices in BLAS's vectors
                    if products_tell_by_accident(dtype, (a, b), errors):
                        continue
                    yield {"ufunc": name, "dtype": dtype, "operands": spelled([a, b]), "errors": errors}


def products_tell_by_accident(dtype, operands, errors):
    """Vectors filled up with zeros make NaN of infinity beside a NaN; BLAS's factor 1 + 0i makes NaN of an infinite sum."""
    return {"inf", "nan"} <= set(operands) or (dtype.startswith("complex") and "overflow" in errors)


def main():
    cases = []
    for dtype, values in [("float64", FLOATS), ("float32", SINGLES), ("float16", HALVES), ("int8", INTEGERS)]:
        for name in UNARY + BINARY:
            if dtype == "int8" and name not in ("reciprocal", "floor_divide", "remainder", "fmod", "divide", "add", "multiply"):
                continue
            nin = 1 if name in UNARY else 2
            combinations = [[a] for a in values] if nin == 1 else [[a, b] for a in values for b in values]
            for operands in combinations:
                met = set()
                arrays = [np.full(9, float(value)).astype(dtype) for value in operands]
                with np.errstate(all="call", call=lambda error, flag: met.add(error)):
                    getattr(np, name)(*arrays)
                if name not in UNDERFLOWS or dtype == "float16":
                    met.discard("underflow")
                if told_by_accident(name, operands, met):
                    continue
                if met or (nin == 1 and dtype == "float64"):
                    cases.append({"ufunc": name, "dtype": dtype, "operands": spelled(operands), "errors": sorted(met)})
    cases += [*complex_cases(), *product_cases()]
    path = pathlib.Path(__file__).parents[2] / "test/oracle/errstate.json"
    path.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


main()
