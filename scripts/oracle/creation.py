"""Writes test/oracle/creation.json: arange, linspace, eye, full, *_like, array from nested lists and arrays.

A case is [function, arguments, options, result or the name of NumPy's error]. Arguments are JSON; {"array": place} stands
for golden values, {"big": text} for a JavaScript bigint (a Python int), numbers are Python floats, as JavaScript's are float64.
"""

import numpy as np

from golden import DTYPES, Values, outcome, small_integers, write

rng = np.random.default_rng(75)
values, cases = Values(), []


class Big(int):
    """Written as a bigint."""


def written(argument):
    if isinstance(argument, Big):
        return {'big': str(int(argument))}
    if isinstance(argument, np.ndarray):
        return {'array': values.add(argument)}
    if isinstance(argument, complex):
        return {'re': argument.real, 'im': argument.imag}
    if isinstance(argument, list):
        return [written(part) for part in argument]
    return argument


def plain(argument):
    return int(argument) if isinstance(argument, Big) else [plain(a) for a in argument] if isinstance(argument, list) else argument


def add(name, *arguments, **options):
    with np.errstate(all='ignore'):
        result, error = outcome(lambda: getattr(np, name)(*map(plain, arguments), **options))
    cases.append([name, [written(a) for a in arguments], options, error if error else values.add(result)])


for dtype in DTYPES:
    for shape in [[], [0], [3], [2, 3], [2, 0, 3], [1, 2, 1, 2]]:
        add('zeros', shape, dtype=dtype)
        add('ones', shape, dtype=dtype)
        add('full', shape, 1.0, dtype=dtype)
    for options in [{}, {'k': 1}, {'k': -1}, {'k': 5}, {'M': 2}, {'M': 4, 'k': 2}, {'M': 0}]:
        add('eye', 3, dtype=dtype, **options)
    add('identity', 2, dtype=dtype)
    model = small_integers(rng, (2, 3), dtype)
    add('zeros_like', model)
    add('ones_like', model)
    add('full_like', model, 1.0)
    add('full_like', model, [1.0, 0.0, 1.0])
    for other in ['int8', 'float64', 'complex64']:
        add('zeros_like', model, dtype=other)
        add('ones_like', model, dtype=other, shape=[2])
    if dtype != 'bool':
        add('arange', 5.0, dtype=dtype)
        add('arange', 1.0, 8.0, 2.0, dtype=dtype)
        add('linspace', 0.0, 7.0, 4, dtype=dtype)
    add('array', model)
    add('array', [model, model])
    add('array', [[1.0, 0.0], [0.0, 1.0]], dtype=dtype)
    add('array', 1.0, dtype=dtype)
    add('array', [Big(1), Big(0)], dtype=dtype)
    add('array', [True, False], dtype=dtype)

for args in [[5.0], [0.0], [-3.0], [2.5], [1.0, 4.0], [4.0, 1.0], [4.0, 1.0, -1.0], [0.0, 1.0, 0.1], [0.0, 1.0, 0.3], [1.0, 0.0, 0.5],
             [-1.0, 1.0, 0.25], [1e10, 1e10 + 3], [0.5, 5.0], [10.0, 0.0, -3.0], [0.0, -0.0], [1.0, 2.0, 1e9],
             [Big(5)], [Big(1), Big(7), Big(2)], [Big(-3), Big(3)], [Big(2**53), Big(2**53 + 3)], [Big(0), Big(3)], [Big(1), Big(4), Big(1)]]:  # fmt: skip
    add('arange', *args)
for dtype in ['int8', 'int32', 'int64', 'uint8', 'float16', 'float32']:
    for args in [[0.5, 5.0], [0.0, 5.0, 1.5], [5.0, 0.0, -1.0], [0.0, 3.0, 0.5], [-1.5, 3.0]]:
        if dtype != 'uint8' or args[0] >= 0:
            add('arange', *args, dtype=dtype)

for args in [[0.0, 1.0], [0.0, 1.0, 5], [0.0, 1.0, 0], [0.0, 1.0, 1], [0.0, 1.0, 2], [1.0, 1.0, 3], [5.0, -5.0, 7], [0.1, 0.7, 13], [1e-300, 3e-300, 4],
             [0.0, 5e-324, 4], [-0.0, 0.0, 3], [0.0, float(10**16), 9]]:  # fmt: skip
    add('linspace', *args)
    add('linspace', *args, endpoint=False)
for dtype in DTYPES[1:]:
    add('linspace', 0.0, 10.0, 7, dtype=dtype)
    add('linspace', 0.0, 10.0, 7, dtype=dtype, endpoint=False)
for dtype in ['int8', 'int64', 'float32']:
    add('linspace', -2.5, 2.5, 6, dtype=dtype)
add('linspace', [0.0, 10.0], [1.0, 20.0], 3)
add('linspace', [0.0, 10.0], [1.0, 20.0], 3, axis=1)
add('linspace', [0.0, 10.0], [1.0, 20.0], 3, axis=-1)
add('linspace', [0.0, 10.0], 5.0, 4, endpoint=False)
add('linspace', 0.0, [[1.0, 2.0], [3.0, 4.0]], 3, axis=1)
add('linspace', 1j, 2.0, 3)
add('linspace', small_integers(rng, (2,), 'float32'), small_integers(rng, (2,), 'float32'), 3)
add('linspace', small_integers(rng, (2,), 'complex64'), 1.0, 3)
add('linspace', [0.0, 1.0], [2.0, 3.0], 1)
add('linspace', [0.0, 1.0], [2.0, 3.0], 0)

for nested in [[], [[]], [[], []], [[[]]], [1.0], [[1.0, 2.0], [3.0, 4.0]], [True, False], [Big(1), Big(2)], [Big(1), 2.5], [True, 2.0], [True, Big(2)],
               [1j, 2.0], [1 + 2j, True], [[1.0], [2.0], [3.0]], [[[1.0, 2.0]], [[3.0, 4.0]]], [Big(2**63)], [Big(2**63), Big(1)], [Big(-(2**63))]]:  # fmt: skip
    add('array', nested)
for left, right in [('int8', 'uint8'), ('int32', 'float32'), ('bool', 'int8'), ('float32', 'complex64'), ('uint64', 'int64'), ('float16', 'int16')]:
    add('array', [small_integers(rng, (2,), left), small_integers(rng, (2,), right)])
add('array', [1.0, 2.0], ndmin=3)
add('array', [[1.0, 2.0]], ndmin=2)
add('array', 5.0, ndmin=1)
add('full', [2, 3], [1.0, 2.0, 3.0])
add('full', [2, 3], [[1.0], [2.0]])
add('full', [2, 2], 7.0)
add('full', [2, 2], True)
add('full', [2, 2], Big(7))
add('full', [2, 2], 1 + 2j)
add('full', [2, 2], [1.0, 2.0, 3.0])
add('full', [], 3.0)
add('full', [0], 3.0)

# Errors
for nested in [[1.0, [2.0]], [[1.0, 2.0], [3.0]], [[[1.0]], [1.0]], [[], 1.0], [[1.0], 1.0]]:
    add('array', nested)
add('array', [Big(300)], dtype='int8')
add('array', [Big(-1)], dtype='uint8')
add('array', [1j], dtype='float64')
add('zeros', [-1])
add('zeros', [2, -3])
add('arange', 0.0, 1.0, 0.0)
add('linspace', 0.0, 1.0, -1)
add('linspace', [0.0, 1.0], [0.0, 1.0, 2.0], 3)
add('eye', -1)

write('creation', {'values': values.arrays, 'cases': cases})
