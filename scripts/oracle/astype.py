"""Writes test/oracle/astype.json: astype between every two dtypes. A case is [source, result].

Out of range floats become what NumPy gives on x86-64. Where NumPy's own loops for contiguous and for strided memory disagree,
there is no NumPy answer; such elements are left out.
"""

import warnings

import numpy as np

from golden import DTYPES, Values, write

warnings.simplefilter('ignore', np.exceptions.ComplexWarning)
values, cases, left_out = Values(), [], []

LIMITS = [0, 1, -1, 2, 100, 127, 128, 129, 255, 256, -127, -128, -129, 32767, 32768, 65535, 65536, -32768, -32769, 2**31 - 1, 2**31, 2**32 - 1, 2**32,
          -(2**31), -(2**31) - 1, 2**53, 2**53 + 1, -(2**53) - 1, 2**63 - 1, 2**63, 2**64 - 1, -(2**63)]  # fmt: skip
FLOATS = [0.0, -0.0, 0.5, -0.5, 0.9, -0.9, 1.0, 1.5, -1.5, 2.5, 1e-8, 5e-324, 6e-8, 3e-8, 127.9, 128.0, -128.9, -129.0, 255.5, 256.0, 1000.25, 65504.0, 65519.0,
          65520.0, 65535.0, 1e5, -1e5, 2147483647.0, 2147483648.0, -2147483648.0, -2147483649.0, 4294967295.0, 4294967296.0, 1e10, -1e10, 2.0**53, 2.0**63,
          2.0**63 - 1024, -(2.0**63), 2.0**64, 2.0**64 - 2048, 1e20, -1e20, 1e38, 1e39, 1e300, -1e300, 0.1, 1 / 3, 1.0009765625, 1.00048828125,
          1.000488281250001, 2049.0, 2051.0, np.inf, -np.inf, np.nan]  # fmt: skip


def source(dtype):
    kind = np.dtype(dtype).kind
    with np.errstate(all='ignore'):
        if kind == 'b':
            return np.array([True, False, True])
        if kind in 'iu':
            info = np.iinfo(dtype)
            return np.array([x for x in LIMITS if info.min <= x <= info.max], dtype)
        reals = np.array(FLOATS).astype(dtype)
        if kind == 'c':
            return np.concatenate([reals, (np.array(FLOATS) * (1 + 0j)).astype(dtype), (1j * np.arange(-3, 4) / 2).astype(dtype),
                                   np.array([complex(1, np.nan), complex(np.inf, -0.0), complex(0, 1e300)]).astype(dtype)])  # fmt: skip
        return reals


def same(x, y):
    return x.tobytes() == y.tobytes()


for start in DTYPES:
    for end in DTYPES:
        array = source(start)
        keep = []
        with np.errstate(all='ignore'):
            results = array.astype(end)
            for i, element in enumerate(array):
                # Alone, among its like in contiguous memory, and strided.
                alone = element.astype(end) if hasattr(element, 'astype') else np.asarray(element).astype(end)
                many = np.full(67, element).astype(end)
                strided = np.full(134, element)[::2].astype(end)
                answers = [alone, many[0], many[33], many[66], strided[5], strided[66]]
                if all(same(answer, results[i]) for answer in answers):
                    keep.append(i)
                else:
                    left_out.append(f'{start} to {end}: {element}')
        cases.append([values.add(array[keep]), values.add(results[keep])])

print(len(left_out), 'elements left out, as NumPy disagrees with itself:', '; '.join(left_out[:5]), '...')
write('astype', {'values': values.arrays, 'cases': cases})
