"""Writes test/oracle/reductions.json: what NumPy's reductions give, for test/lib/reductions.test.ts.

Run it with a Python that has NumPy 2.4. A case is [function, array, options, result]: arrays and results stand by their
place in `values`, arrays among the options as {"array": place}; a result may be the name of NumPy's error instead.
"""

import itertools
import warnings

import golden
import numpy as np

warnings.simplefilter('ignore')
np.seterr(all='ignore')
rng = np.random.default_rng(20240817)
values = golden.Values()
cases = []


class Out:
    """An output of this dtype, to be made in the result's shape."""

    def __init__(self, dtype):
        self.dtype = dtype


def encode(option):
    if isinstance(option, np.ndarray):
        return {'array': values.add(option)}
    if isinstance(option, Out):
        return {'out': option.dtype}
    if isinstance(option, np.dtype):
        return option.name
    return list(option) if isinstance(option, tuple) else option


def run(name, array, options):
    function = np
    for part in name.split('.'):
        function = getattr(function, part)
    given = dict(options)
    q = [given.pop('q')] if 'q' in given else []
    if 'indices' in given:
        q = [given.pop('indices')]
    if isinstance(given.get('out'), Out):
        shape = np.shape(function(array, *q, **{k: v for k, v in given.items() if k != 'out'}))
        given['out'] = np.zeros(shape, given['out'].dtype)
    return np.asarray(function(array, *q, **given))


def case(name, array, **options):
    result, error = golden.outcome(lambda: run(name, array, options))
    cases.append([name, values.add(array), {k: encode(v) for k, v in options.items()},
                  error or values.add(result)])


def sample(dtype, shape):
    kind = np.dtype(dtype).kind
    if kind in 'bui':
        return golden.small_integers(rng, shape, dtype, limit=100)
    return golden.normal(rng, shape, dtype)


def specials(dtype):
    x = [1.5, np.nan, -2, np.inf, 0.0, -0.0, 3, np.nan, -np.inf, 7]
    array = np.array(x, dtype)
    if array.dtype.kind == 'c':
        array.imag = x[::-1]
    return array


AXES = [None, 0, 1, -1, (0, 2), (2, 1), (0, 1, 2), ()]
ONE_AXIS = [None, 0, 1, -1]
SUMS = ['sum', 'prod']
EXTREMA = ['max', 'min']
MEANS = ['mean', 'var', 'std']
TRUTH = ['any', 'all']
OTHERS = ['ptp', 'count_nonzero']
POSITIONS = ['argmax', 'argmin']
RUNNING = ['cumsum', 'cumprod', 'nancumsum', 'nancumprod']
NAN = ['nansum', 'nanprod', 'nanmax', 'nanmin', 'nanmean', 'nanvar', 'nanstd', 'nanmedian']
NAN_POSITIONS = ['nanargmax', 'nanargmin']

for dtype in golden.DTYPES:
    kind = np.dtype(dtype).kind
    cube = sample(dtype, (3, 4, 5))
    # Products would overflow floats to nothing that tells much.
    calm = np.sign(cube) if kind == 'i' else (cube / 4).astype(dtype) if kind == 'f' else cube
    for name in SUMS + EXTREMA + MEANS + TRUTH + OTHERS + NAN + ['median', 'average']:
        array = calm if 'prod' in name else cube
        for axis in AXES:
            if axis == () and name in ('average', 'nanmedian', 'median'):
                continue
            case(name, array, axis=axis)
        case(name, array, axis=1, keepdims=True)
        case(name, array, keepdims=True)
        case(name, array, axis=3)
    for name in POSITIONS + RUNNING + NAN_POSITIONS:
        for axis in ONE_AXIS:
            case(name, calm, axis=axis)
    case('argmax', cube, axis=1, keepdims=True)
    case('argmin', cube, keepdims=True)
    case('cumulative_sum', cube, axis=1, include_initial=True)
    case('cumulative_prod', calm, axis=-1, include_initial=True)
    case('cumulative_sum', cube)
    mask = rng.integers(0, 2, (3, 4, 5)).astype(bool)
    row = np.array([True, False, True, True, False])
    for name, axis in itertools.product(SUMS + MEANS + TRUTH + ['nansum', 'nanmean', 'nanvar'], [None, 0, (1, 2)]):
        case(name, calm if 'prod' in name else cube, axis=axis, where=mask)
        case(name, calm if 'prod' in name else cube, axis=axis, where=row)
    for name in EXTREMA + ['nanmax']:
        case(name, cube, axis=0, where=mask)
        case(name, cube, axis=0, where=mask, initial=1)
        case(name, cube, initial=1)
    case('sum', cube, axis=1, initial=3)
    case('prod', calm, axis=1, initial=2)
    for name in ['var', 'std', 'nanvar']:
        case(name, cube, axis=1, ddof=1)
        case(name, cube, axis=0, correction=2)
        case(name, cube, axis=0, ddof=7)
    case('var', cube, axis=1, mean=cube.mean(axis=1, keepdims=True))
    for other in ['bool', 'int8', 'int64', 'float16', 'float32', 'float64', 'complex128']:
        if np.can_cast(dtype, other, 'same_kind') or kind in 'biu':
            case('sum', cube, axis=1, dtype=other)
            case('prod', calm, axis=0, dtype=other)
            case('cumsum', calm, axis=0, dtype=other)
            case('sum', cube, axis=0, out=Out(other))
            if np.dtype(other).kind in 'fc':
                case('mean', cube, axis=1, dtype=other)
    case('max', cube, axis=0, out=Out('float64'))
    case('mean', cube, axis=0, out=Out('float32'))
    case('argmax', cube, axis=0, out=Out('int64'))
    case('argmax', cube, axis=0, out=Out('float64'))
    for method in ['inverted_cdf', 'averaged_inverted_cdf', 'linear', 'lower', 'midpoint', 'nearest']:
        case('quantile', cube, q=0.3, method=method)
        case('percentile', cube, q=np.array([0.0, 30.0, 100.0]), axis=1, method=method)
    case('average', cube, axis=0, weights=np.array([1.0, 2.0, 0.5]))
    for name in ['add', 'subtract', 'multiply', 'maximum', 'logical_and', 'logical_xor', 'bitwise_or', 'greater']:
        array = calm if name == 'multiply' else cube
        for axis in [0, 1, 2]:
            case(f'{name}.reduce', array, axis=axis)
            case(f'{name}.accumulate', array, axis=axis)
        case(f'{name}.reduceat', array, indices=np.array([0, 3, 1, 1]), axis=1)
    case('subtract.reduce', cube, axis=(0, 1))
    case('add.reduce', cube, axis=(0, 1))
    case('add.reduce', cube, axis=None)
    case('add.reduceat', cube, indices=np.array([0, 4]), axis=1)
    for shape in [(0,), (0, 3), (3, 0)]:
        for name in SUMS + EXTREMA + ['mean', 'var', 'any', 'all', 'argmax', 'cumsum', 'count_nonzero', 'nansum', 'median']:
            if name == 'median' and kind == 'c':
                continue
            case(name, np.zeros(shape, dtype))
            if name != 'cumsum':
                case(name, np.zeros(shape, dtype), axis=0)
    for n in [1, 2, 7, 8, 9, 31, 32, 33, 63, 64, 65, 129, 300]:
        long = calm.ravel()[np.arange(n) * 7 % 60]
        for name in ['sum', 'max', 'mean', 'var', 'argmin', 'any', 'count_nonzero', 'cumsum', 'nansum', 'median']:
            case(name, long, axis=0)
    for shape in [(70, 2), (70, 3), (300, 3), (5, 70), (2, 300)]:
        if dtype in ('int8', 'uint16', 'float16', 'float32', 'float64', 'complex64'):
            wide = calm.ravel()[np.arange(np.prod(shape)) * 11 % 60].reshape(shape)
            for name, axis in itertools.product(['sum', 'min', 'var', 'argmax', 'all', 'cumsum', 'nanmean'], [0, 1, None]):
                case(name, wide, axis=axis)

for dtype in ['float16', 'float32', 'float64', 'complex64', 'complex128']:
    special = specials(dtype)
    table = special.reshape(2, 5)
    names = SUMS + EXTREMA + MEANS + TRUTH + NAN + ['median', 'count_nonzero']
    if np.dtype(dtype).kind == 'c':
        # Which NaN of several, and what infinities divide to, depends on the order of elements.
        names = [name for name in names if name not in ('max', 'min', 'median', 'nanmedian')]
    for name in names:
        case(name, special)
        case(name, table, axis=0)
        case(name, table, axis=1)
    for name in POSITIONS + RUNNING:
        for axis in [None, 0, 1]:
            case(name, table, axis=axis)
    for name in NAN_POSITIONS:
        case(name, special)
        case(name, table, axis=1)
        case(name, np.array([[1, np.nan], [np.nan, np.nan]], dtype), axis=1)
    lonely = np.array([[np.nan, np.nan], [np.nan, 4]], dtype)
    for name in NAN:
        case(name, lonely, axis=1)
    if np.dtype(dtype).kind == 'f':
        for name in ['quantile', 'nanquantile']:
            for q, axis in itertools.product([0.25, np.array([0.1, 0.5, 1.0])], [None, 0, 1]):
                case(name, table, q=q, axis=axis)
        for name in ['fmax', 'fmin', 'maximum', 'minimum', 'hypot', 'logaddexp']:
            case(f'{name}.reduce', table, axis=1)
            case(f'{name}.accumulate', table, axis=1)

METHODS = ['inverted_cdf', 'averaged_inverted_cdf', 'closest_observation', 'interpolated_inverted_cdf', 'hazen', 'weibull',
           'linear', 'median_unbiased', 'normal_unbiased', 'lower', 'higher', 'midpoint', 'nearest']
Q = np.array([0, 0.05, 0.1, 0.2, 0.25, 1 / 3, 0.4, 0.5, 0.55, 0.6, 0.75, 0.8, 0.9, 0.95, 1])
for n, method in itertools.product([1, 2, 3, 5, 10, 21], METHODS):
    for dtype in ['int32', 'float32', 'float64']:
        array = golden.small_integers(rng, n, dtype, 50)
        case('quantile', array, q=Q, method=method)
        case('quantile', array, q=0.3, method=method)
        case('percentile', array, q=75, method=method)
        case('nanpercentile', array, q=40.0, method=method)
plain = np.array([5.0, 1.0, 4.0, 2.0, 3.0])
grid = rng.standard_normal((4, 3))
for weights in [[1, 1, 1, 1, 1], [0, 0, 2, 1, 0], [3, 0.5, 0, 1, 7]]:
    case('quantile', plain, q=Q, method='inverted_cdf', weights=np.array(weights, float))
case('quantile', grid, q=0.4, axis=0, method='inverted_cdf', weights=np.array([1.0, 2.0, 0.0, 4.0]))
case('quantile', grid, q=np.array([0.4, 0.9]), axis=1, method='inverted_cdf', weights=np.array([1.0, 2.0, 5.0]))
case('average', grid, axis=1, weights=np.array([1.0, 2.0, 5.0]))
case('average', grid, weights=np.abs(grid))
case('average', grid, axis=(0, 1), weights=np.abs(grid), keepdims=True)
# Refusals
case('quantile', plain, q=0.5, weights=plain)
case('quantile', plain, q=0.5, method='inverted_cdf', weights=-plain)
case('quantile', plain, q=0.5, method='inverted_cdf', weights=plain * 0)
case('quantile', plain, q=1.5)
case('percentile', plain, q=101)
case('average', plain, weights=plain * 0)
case('average', grid, weights=np.array([1.0, 2.0, 5.0]))
case('average', grid, axis=0, weights=np.array([1.0, 2.0, 5.0]))
case('sum', grid, axis=(0, 0))
case('sum', grid, axis=(0, -2))
case('sum', grid, axis=0.5)
case('sum', grid, initial=np.array([1.0, 2.0]))
case('sum', grid, where=grid)
case('sum', grid, dtype='nonsense')
case('var', grid, ddof=1, correction=1)
case('sin.reduce', grid)
case('divmod.reduce', grid)
case('add.accumulate', np.array(5.0))
case('add.reduceat', plain, indices=np.array([0, 5]))
case('add.reduceat', plain, indices=np.array([-1]))
case('cumsum', grid, axis=2)
case('argmax', grid, axis=2)
case('quantile', np.array([]), q=0.5)

golden.write('reductions', {'values': values.arrays, 'cases': cases})
print(len(cases), 'cases')
