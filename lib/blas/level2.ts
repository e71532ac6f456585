/** Matrix by vector. */

import type { NDArray } from '../core/ndarray'
import { count, letter } from '../lapack/call'
import { Call, type Factor } from './call'

/**
 * y = alpha op(a) x + beta y, with op by trans: 'N', 'T' or 'C'.
 * @example blas.gemv('N', 1, np.array([[1, 2], [3, 4]]), np.array([1, 1]), 0, np.zeros(2)) // array([3., 7.])
 */
export function gemv<A extends NDArray>(trans: string, alpha: Factor, a: NDArray, x: NDArray, beta: Factor, y: A): A {
  const call = new Call('gemv', y)
  const op = letter(call.name, 'trans', trans, 'NTC')
  const [m, n] = call.matrix('a', a)
  call.expectShape('x', [call.vector('x', x)], op === 'N' ? n : m)
  call.expectShape('y', [call.outVector('y', y)], op === 'N' ? m : n)
  call.run(op, ...call.factor('alpha', alpha), ...call.factor('beta', beta))
  return y
}

/**
 * y = alpha op(a) x + beta y for a banded (m,n) matrix with kl diagonals below and ku above the main one: element (i, j)
 * is a[ku + i - j, j].
 * @example blas.gbmv('N', 2, 0, 1, 1, np.array([[0, 2], [1, 3]]), np.array([1, 1]), 0, np.zeros(2)) // array([3., 3.])
 */
export function gbmv<A extends NDArray>(
  trans: string,
  m: number,
  kl: number,
  ku: number,
  alpha: Factor,
  a: NDArray,
  x: NDArray,
  beta: Factor,
  y: A,
): A {
  const call = new Call('gbmv', y, 'columns')
  const op = letter(call.name, 'trans', trans, 'NTC')
  const [rows, n] = call.matrix('a', a)
  const low = count(call.name, 'kl', kl, 0, rows - 1)
  const high = count(call.name, `ku (kl + ku + 1 rows of a, which has ${rows})`, ku, 0, rows - 1 - low)
  const height = count(call.name, 'm', m, 0, Number.MAX_SAFE_INTEGER)
  call.expectShape('x', [call.vector('x', x)], op === 'N' ? n : height)
  call.expectShape('y', [call.outVector('y', y)], op === 'N' ? height : n)
  call.run(op, low, high, height, ...call.factor('alpha', alpha), ...call.factor('beta', beta))
  return y
}

function symmetric<A extends NDArray>(
  routine: string,
  uplo: string,
  alpha: Factor,
  a: NDArray,
  x: NDArray,
  beta: Factor,
  y: A,
): A {
  const banded = routine.endsWith('bmv')
  const call = new Call(routine, y, banded ? 'columns' : undefined)
  const triangle = letter(call.name, 'uplo', uplo, 'UL')
  const [rows, n] = call.matrix('a', a)
  if (banded) count(call.name, 'the number of rows of a', rows, 1, Number.MAX_SAFE_INTEGER)
  else call.expectShape('a', [rows, n], n, n)
  call.expectShape('x', [call.vector('x', x)], n)
  call.expectShape('y', [call.outVector('y', y)], n)
  call.run(triangle, ...call.factor('alpha', alpha), ...call.factor('beta', beta))
  return y
}

/**
 * y = alpha a x + beta y for a real symmetric a, of which the triangle uplo is read.
 * @example blas.symv('U', 1, np.array([[1, 2], [0, 3]]), np.array([1, 1]), 0, np.zeros(2)) // array([3., 5.])
 */
export function symv<A extends NDArray>(uplo: string, alpha: Factor, a: NDArray, x: NDArray, beta: Factor, y: A): A {
  return symmetric('symv', uplo, alpha, a, x, beta, y)
}

/**
 * The same for a Hermitian a, complex dtypes.
 * @example blas.hemv('U', 1, np.eye(1, null, { dtype: 'complex128' }), np.array([np.complex(1, 2)]), 0, np.zeros(1, 'complex128')) // array([1.+2.j])
 */
export function hemv<A extends NDArray>(uplo: string, alpha: Factor, a: NDArray, x: NDArray, beta: Factor, y: A): A {
  return symmetric('hemv', uplo, alpha, a, x, beta, y)
}

/**
 * The same for a real symmetric banded matrix: the diagonals of a triangle, the main one last for 'U' and first for 'L'.
 * @example blas.sbmv('L', 1, np.array([[1, 3], [2, 0]]), np.array([1, 1]), 0, np.zeros(2)) // array([3., 5.])
 */
export function sbmv<A extends NDArray>(uplo: string, alpha: Factor, a: NDArray, x: NDArray, beta: Factor, y: A): A {
  return symmetric('sbmv', uplo, alpha, a, x, beta, y)
}

/**
 * The same for a Hermitian banded matrix, complex dtypes.
 * @example blas.hbmv('L', 1, np.ones([1, 1], 'complex128'), np.ones(1, 'complex128'), 0, np.zeros(1, 'complex128')) // array([1.+0.j])
 */
export function hbmv<A extends NDArray>(uplo: string, alpha: Factor, a: NDArray, x: NDArray, beta: Factor, y: A): A {
  return symmetric('hbmv', uplo, alpha, a, x, beta, y)
}

function triangular<A extends NDArray>(
  routine: string,
  uplo: string,
  trans: string,
  diag: string,
  a: NDArray,
  x: A,
): A {
  const banded = routine.startsWith('tb')
  const call = new Call(routine, x, banded ? 'columns' : undefined)
  const letters = [
    letter(call.name, 'uplo', uplo, 'UL'),
    letter(call.name, 'trans', trans, 'NTC'),
    letter(call.name, 'diag', diag, 'NU'),
  ]
  const [rows, n] = call.matrix('a', a)
  if (banded) count(call.name, 'the number of rows of a', rows, 1, Number.MAX_SAFE_INTEGER)
  else call.expectShape('a', [rows, n], n, n)
  call.expectShape('x', [call.outVector('x', x)], n)
  call.run(...letters)
  return x
}

/**
 * x = op(a) x for a triangular a; diag 'U' takes its diagonal as ones.
 * @example blas.trmv('U', 'N', 'N', np.array([[1, 2], [0, 3]]), np.array([1, 1])) // array([3., 3.])
 */
export function trmv<A extends NDArray>(uplo: string, trans: string, diag: string, a: NDArray, x: A): A {
  return triangular('trmv', uplo, trans, diag, a, x)
}

/**
 * Solves op(a) y = x for a triangular a; y replaces x.
 * @example blas.trsv('U', 'N', 'N', np.array([[1, 2], [0, 3]]), np.array([3, 3])) // array([1., 1.])
 */
export function trsv<A extends NDArray>(uplo: string, trans: string, diag: string, a: NDArray, x: A): A {
  return triangular('trsv', uplo, trans, diag, a, x)
}

/**
 * x = op(a) x for a triangular banded matrix: its diagonals, the main one last for 'U' and first for 'L'.
 * @example blas.tbmv('L', 'N', 'N', np.array([[1, 3], [2, 0]]), np.array([1, 1])) // array([1., 5.])
 */
export function tbmv<A extends NDArray>(uplo: string, trans: string, diag: string, a: NDArray, x: A): A {
  return triangular('tbmv', uplo, trans, diag, a, x)
}

/**
 * Solves op(a) y = x for a triangular banded matrix; y replaces x.
 * @example blas.tbsv('L', 'N', 'N', np.array([[1, 3], [2, 0]]), np.array([1, 5])) // array([1., 1.])
 */
export function tbsv<A extends NDArray>(uplo: string, trans: string, diag: string, a: NDArray, x: A): A {
  return triangular('tbsv', uplo, trans, diag, a, x)
}

function rankOne<A extends NDArray>(routine: string, alpha: Factor, x: NDArray, y: NDArray, a: A): A {
  const call = new Call(routine, a)
  const m = call.vector('x', x)
  const n = call.vector('y', y)
  call.expectShape('a', call.outMatrix('a', a), m, n)
  call.run(...call.factor('alpha', alpha))
  return a
}

/**
 * a = a + alpha x y^T, real dtypes.
 * @example blas.ger(1, np.array([1, 2]), np.array([3, 4]), np.zeros([2, 2])) // array([[3., 4.], [6., 8.]])
 */
export function ger<A extends NDArray>(alpha: Factor, x: NDArray, y: NDArray, a: A): A {
  return rankOne('ger', alpha, x, y, a)
}

/**
 * a = a + alpha x y^T, complex dtypes.
 * @example blas.geru(1, np.ones(1, 'complex128'), np.ones(1, 'complex128'), np.zeros([1, 1], 'complex128')) // array([[1.+0.j]])
 */
export function geru<A extends NDArray>(alpha: Factor, x: NDArray, y: NDArray, a: A): A {
  return rankOne('geru', alpha, x, y, a)
}

/**
 * a = a + alpha x y^H, complex dtypes.
 * @example blas.gerc(1, np.ones(1, 'complex128'), np.ones(1, 'complex128'), np.zeros([1, 1], 'complex128')) // array([[1.+0.j]])
 */
export function gerc<A extends NDArray>(alpha: Factor, x: NDArray, y: NDArray, a: A): A {
  return rankOne('gerc', alpha, x, y, a)
}

function symmetricUpdate<A extends NDArray>(
  routine: string,
  uplo: string,
  alpha: Factor,
  vectors: readonly NDArray[],
  a: A,
): A {
  const call = new Call(routine, a)
  const triangle = letter(call.name, 'uplo', uplo, 'UL')
  let n = 0
  for (const [i, vector] of vectors.entries()) {
    const size = call.vector('xy'[i], vector)
    if (i === 0) n = size
    else call.expectShape('y', [size], n)
  }
  call.expectShape('a', call.outMatrix('a', a), n, n)
  call.run(triangle, ...call.factor('alpha', alpha, call.complex && routine !== 'her'))
  return a
}

/**
 * a = a + alpha x x^T for a real symmetric a: the triangle uplo of it.
 * @example blas.syr('U', 1, np.array([1, 2]), np.zeros([2, 2])) // array([[1., 2.], [0., 4.]])
 */
export function syr<A extends NDArray>(uplo: string, alpha: Factor, x: NDArray, a: A): A {
  return symmetricUpdate('syr', uplo, alpha, [x], a)
}

/**
 * a = a + alpha x x^H for a Hermitian a and real alpha, complex dtypes.
 * @example blas.her('U', 1, np.array([np.complex(0, 2)]), np.zeros([1, 1], 'complex128')) // array([[4.+0.j]])
 */
export function her<A extends NDArray>(uplo: string, alpha: number, x: NDArray, a: A): A {
  return symmetricUpdate('her', uplo, alpha, [x], a)
}

/**
 * a = a + alpha (x y^T + y x^T) for a real symmetric a: the triangle uplo of it.
 * @example blas.syr2('U', 1, np.array([1, 2]), np.array([3, 4]), np.zeros([2, 2])) // array([[ 6., 10.], [ 0., 16.]])
 */
export function syr2<A extends NDArray>(uplo: string, alpha: Factor, x: NDArray, y: NDArray, a: A): A {
  return symmetricUpdate('syr2', uplo, alpha, [x, y], a)
}

/**
 * a = a + alpha x y^H + conj(alpha) y x^H for a Hermitian a, complex dtypes.
 * @example blas.her2('U', 1, np.ones(1, 'complex128'), np.ones(1, 'complex128'), np.zeros([1, 1], 'complex128')) // array([[2.+0.j]])
 */
export function her2<A extends NDArray>(uplo: string, alpha: Factor, x: NDArray, y: NDArray, a: A): A {
  return symmetricUpdate('her2', uplo, alpha, [x, y], a)
}
