"""Writes test/oracle/examples.json: what NumPy finds where the programs in examples/ use numblas.

Run it in the repository's root, after `npm install`, with a Python that has NumPy 2.4. NumPy reads no JPEG files: the
photograph's pixels come in through standard input.

    node -e "import('./examples/image-compression.mjs').then((m) => process.stdout.write(m.readPhotograph().tobytes()))" |
      python3 scripts/oracle/examples.py
"""

import hashlib
import json
import pathlib
import sys

import numpy as np

root = pathlib.Path(__file__).parents[2]
data = root / 'node_modules' / 'vega-datasets' / 'data'


def table(name, columns):
    """The rows of a data set in which every column has a value."""
    rows = json.loads((data / name).read_text())
    return np.array([[row[c] for c in columns] for row in rows if all(row[c] is not None for c in columns)], 'float64')


def pca():
    measurements = ['Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)', 'Body Mass (g)']
    x = table('penguins.json', measurements)
    z = (x - x.mean(0)) / x.std(0, ddof=1)
    u, s, vh = np.linalg.svd(z, full_matrices=False)
    # Either sign of a component is right: the example's has a positive sum.
    signs = np.sign(vh.sum(1))
    variance = s**2 / (len(x) - 1)
    return {
        'measurements': measurements,
        'explained': (variance / variance.sum()).tolist(),
        'loadings': (vh.T * signs * np.sqrt(variance)).tolist(),
        'scores': (u * s * signs).tolist(),
    }


def compression(ranks=(2, 8, 32, 128), shape=(1024, 807, 3)):
    pixels = np.frombuffer(sys.stdin.buffer.read(), 'uint8').reshape(shape)
    image = np.moveaxis(pixels, -1, 0).astype('float64')
    u, s, vh = np.linalg.svd(image, full_matrices=False)
    results = []
    for k in ranks:
        approximation = (u[..., :k] * s[:, None, :k]) @ vh[:, :k, :]
        results.append({
            'rank': k,
            'error': np.linalg.norm(image - approximation) / np.linalg.norm(image),
            'tail': np.linalg.norm(s[:, k:]) / np.linalg.norm(s),
            'storage': sum(a[..., :k].size for a in (u, s, vh.mT)) / image.size,
            'sample': np.moveaxis(approximation, 0, -1)[::256, ::256].tolist(),
        })
    return {'shape': shape, 'sha256': hashlib.sha256(pixels.tobytes()).hexdigest(), 'results': results}


def least_squares():
    columns = ['Miles_per_Gallon', 'Weight_in_lbs', 'Horsepower', 'Displacement', 'Acceleration']
    y, *x = table('cars.json', columns).T
    x = np.stack(x, 1) / [1000, 100, 100, 10]
    design = np.column_stack([np.ones(len(y)), x - x.mean(0)])
    # By the singular value decomposition and by QR, where the example solves the normal equations.
    coefficients, (rss,), _, singular = np.linalg.lstsq(design, y)
    inverse_r = np.linalg.inv(np.linalg.qr(design).R)
    variance = rss / (len(y) - design.shape[1])
    return {
        'count': len(y),
        'coefficients': coefficients.tolist(),
        'standardErrors': np.sqrt(variance * (inverse_r**2).sum(1)).tolist(),
        'residualError': np.sqrt(variance),
        'rSquared': 1 - rss / ((y - y.mean()) ** 2).sum(),
        'condition': singular[0] / singular[-1],
    }


golden = {'pca': pca(), 'compression': compression(), 'leastSquares': least_squares()}
(root / 'test' / 'oracle' / 'examples.json').write_text(json.dumps(golden, separators=(',', ':')) + '\n')
