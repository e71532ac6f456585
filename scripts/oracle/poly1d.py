"""Writes test/oracle/poly1d.json: how NumPy prints polynomials."""

import numpy as np

import golden

LISTS = [[1.0, 2, 3], [0.0, 0, 0], [1, -1, 0, 2.5], [1e-7, 3, 0], [-1.0, 0, 0, 1], [1234567, 0.00012345, -3], [1j, 2, 1 + 2j],
         list(range(1, 14)), list(range(-30, 30, 2)), [100.0, 1e5, 1e4], [2.0], [1.0, 0], [np.nan, np.inf, -np.inf], [-0.5, -2j, 1e20]]

cases = []
for coefficients in LISTS:
    array = np.array(coefficients, complex if any(isinstance(c, complex) for c in coefficients) else float)
    p = np.poly1d(array, variable='z')
    cases.append([golden.encode(array), str(p), repr(p)])
golden.write('poly1d', {'cases': cases})
