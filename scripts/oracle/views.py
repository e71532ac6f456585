"""Writes test/oracle/views.json: indexing and reshaping, as positions, which hold for every dtype and memory layout.

The array of a case holds its elements' positions 0, 1, 2, ... in row-major order. A view case is
[shape, operation, arguments, result], the result being [shape, positions, strides in elements, shares memory] for the
C-ordered array, or the name of NumPy's error. A set case is [shape, index, value shape, result]: the elements of the value are
-1, -2, ... and the result holds all elements after the assignment. Index items are integers, texts ('1:7:2', '...') and null.
"""

import numpy as np

from golden import outcome, write

rng = np.random.default_rng(76)
SHAPES = [(), (5,), (0,), (1,), (2, 3), (4, 1), (0, 3), (2, 3, 4), (3, 1, 2), (2, 2, 3, 2)]
views, sets = [], []


def parsed(item):
    if item == '...':
        return Ellipsis
    if isinstance(item, str) and ':' in item:
        return slice(*[int(part) if part.strip() else None for part in item.split(':')])
    return int(item) if isinstance(item, str) else item


def python_index(index):
    return tuple(parsed(item) for item in index)


def result_of(array, call):
    result, error = outcome(call)
    if error:
        return error
    if not isinstance(result, np.ndarray):
        return [None, int(result)]
    strides = [stride // array.itemsize for stride in result.strides]
    return [result.shape, result.ravel().tolist(), strides, bool(np.shares_memory(result, array)) or result.size == 0]


def positions(shape):
    return np.arange(int(np.prod(shape))).reshape(shape)


def get(shape, index):
    array = positions(shape)
    views.append([shape, 'get', index, result_of(array, lambda: array[python_index(index)])])


def change(shape, name, *arguments):
    array = positions(shape)
    # squeeze and expand_dims take several axes as a tuple only.
    given = [tuple(a) if isinstance(a, list) and name in ('squeeze', 'expand_dims') else a for a in arguments]
    views.append([shape, name, arguments, result_of(array, lambda: getattr(np, name)(array, *given))])


def random_slice(length):
    def bound():
        return '' if rng.random() < 0.3 else str(int(rng.integers(-length - 2, length + 3)))

    step = str(int(rng.choice([-3, -2, -1, 1, 2, 3])))
    return f'{bound()}:{bound()}' + (f':{step}' if rng.random() < 0.7 else '')


def random_index(shape, allow_scalar=True):
    index = []
    for length in shape[: int(rng.integers(0, len(shape) + 1))]:
        if length > 0 and rng.random() < 0.4:
            index.append(int(rng.integers(-length, length)))
        else:
            index.append(random_slice(length))
    if rng.random() < 0.3:
        index.insert(int(rng.integers(0, len(index) + 1)), '...')
    while rng.random() < 0.25:
        index.insert(int(rng.integers(0, len(index) + 1)), None)
    return index


for shape in SHAPES:
    for index in [[], ['...'], [None], ['...', None], [None, '...', None]]:
        get(shape, index)
    for _ in range(30):
        get(shape, random_index(shape))
    # Every axis last first.
    get(shape, ['::-1'] * len(shape))
    # Errors
    get(shape, [0] * (len(shape) + 1))
    get(shape, ['...', '...'])
    for axis, length in enumerate(shape):
        get(shape, [':'] * axis + [length])
        get(shape, [':'] * axis + [-length - 1])
get((5,), ['::0'])
get((5,), [' 1 : 4 : 2 '])
get((5,), ['-1'])
get((5,), ['+2'])
get((5,), ['9007199254740991:-9007199254740991:-9007199254740991'])
get((5,), ['-9007199254740991:9007199254740991'])

ORDERS = ['C', 'F', 'A']
for shape, targets in {
    (): [[], [1], [1, 1], [-1], [2]],
    (5,): [[5], [1, 5], [5, 1], [-1], [-1, 1], [1, -1, 1], [2, 2], [-1, 2], [-1, -1], [0]],
    (0,): [[0], [0, 3], [3, 0], [-1], [-1, 0], [2, -1], [1]],
    (2, 3): [[6], [3, 2], [-1], [3, -1], [1, 6], [2, 1, 3], [2, 3, 1], [1, 1, 2, 3], [7]],
    (2, 3, 4): [[24], [6, 4], [2, 12], [4, 3, 2], [2, -1], [2, 3, 2, 2], [8, 3], [2, 3, 1, 4], [5, -1]],
    (3, 1, 2): [[3, 2], [6], [2, 3], [1, 3, 2], [3, 2, 1]],
}.items():
    for target in targets:
        for order in ORDERS:
            change(shape, 'reshape', target, order)
for shape in SHAPES:
    ndim = len(shape)
    change(shape, 'transpose')
    for order in ['C', 'F', 'A', 'K']:
        change(shape, 'ravel', order)
    for _ in range(3):
        change(shape, 'transpose', [int(axis) - (ndim if rng.random() < 0.3 else 0) for axis in rng.permutation(ndim)])
    change(shape, 'transpose', [0] * ndim)
    change(shape, 'transpose', [0])
    change(shape, 'transpose', list(range(1, ndim + 1)))
    for axes in [(0, 0), (0, -1), (-1, 0), (1, 2), (0, 3), (-2, -1)]:
        change(shape, 'swapaxes', *axes)
        change(shape, 'moveaxis', *axes)
    change(shape, 'moveaxis', [0, 1], [-1, -2])
    change(shape, 'moveaxis', [0, 1], [1, 0])
    change(shape, 'moveaxis', [2, 0], [0, 1])
    change(shape, 'moveaxis', [0, 1], [0])
    change(shape, 'moveaxis', [0, 0], [0, 1])
    change(shape, 'squeeze')
    for axis in [0, -1, 1, 9]:
        change(shape, 'squeeze', axis)
    change(shape, 'squeeze', [0, 1])
    for axis in [0, -1, 1, 2, -2, 9, [0, 1], [0, -1], [0, 2], [1, 1], [-1, -2]]:
        change(shape, 'expand_dims', axis)
    change(shape, 'matrix_transpose')
for shape, target in [((), [2, 3]), ((3,), [2, 3]), ((3,), [3]), ((1,), [4]), ((2, 1), [2, 3]), ((2, 1), [4, 2, 3]), ((1, 1), [0, 5]), ((0,), [2, 0]),
                      ((3,), [2]), ((3,), [3, 2]), ((2, 3), [3]), ((3,), [-1]), ((0,), [1]), ((3,), [])]:  # fmt: skip
    change(shape, 'broadcast_to', target)


def assign(shape, index, value_shape):
    array = positions(shape)
    value = -1 - positions(value_shape)

    def call():
        array[python_index(index)] = value
        return array

    result, error = outcome(call)
    sets.append([shape, index, value_shape, error if error else result.ravel().tolist()])


for shape in SHAPES:
    for _ in range(25):
        index = random_index(shape)
        selected, error = outcome(lambda: positions(shape)[python_index(index)])
        target = () if error else np.shape(selected)
        # The value's own shape: the same, some axes of length 1, fewer axes, more of length 1.
        given = tuple(1 if rng.random() < 0.3 else length for length in target)
        drop = int(rng.integers(0, len(given) + 1)) if rng.random() < 0.4 else 0
        given = given[drop:]
        if rng.random() < 0.2:
            given = (1,) + given
        assign(shape, index, given)
        assign(shape, index, ())
assign((2, 3), ['...'], (2,))
assign((2, 3), [0], (4,))
assign((2, 3), [0], (2, 3))
assign((2, 3), [5], ())
assign((2, 3), [0, 0], (1, 1))
assign((2, 3), [0, 0], (2,))
assign((4,), ['0:0'], (3,))
assign((4,), ['0:0'], (1,))

write('views', {'views': views, 'sets': sets})
