/** Matrix by matrix. */

import type { NDArray } from '../core/ndarray'
import { letter } from '../lapack/call'
import { Call, type Factor } from './call'

const turned = ([rows, columns]: readonly number[], trans: string): [number, number] =>
  trans === 'N' ? [rows, columns] : [columns, rows]

/**
 * c = alpha op(a) op(b) + beta c, with op by transa and transb: 'N', 'T' or 'C'.
 * @example blas.gemm('N', 'T', 1, np.array([[1, 2]]), np.array([[3, 4]]), 0, np.zeros([1, 1])) // array([[11.]])
 */
export function gemm<A extends NDArray>(
  transa: string,
  transb: string,
  alpha: Factor,
  a: NDArray,
  b: NDArray,
  beta: Factor,
  c: A,
): A {
  const call = new Call('gemm', c)
  const [left, right] = [letter(call.name, 'transa', transa, 'NTC'), letter(call.name, 'transb', transb, 'NTC')]
  const [m, k] = turned(call.matrix('a', a), left)
  const second = call.matrix('b', b)
  const n = turned(second, right)[1]
  call.expectShape('b', second, ...turned([k, n], right))
  call.expectShape('c', call.outMatrix('c', c), m, n)
  call.run(left, right, ...call.factor('alpha', alpha), ...call.factor('beta', beta))
  return c
}

function symmetricProduct<A extends NDArray>(
  routine: string,
  side: string,
  uplo: string,
  alpha: Factor,
  a: NDArray,
  b: NDArray,
  beta: Factor,
  c: A,
): A {
  const call = new Call(routine, c)
  const [from, triangle] = [letter(call.name, 'side', side, 'LR'), letter(call.name, 'uplo', uplo, 'UL')]
  const square = call.matrix('a', a)
  const [m, n] = call.matrix('b', b)
  const k = from === 'L' ? m : n
  call.expectShape('a', square, k, k)
  call.expectShape('c', call.outMatrix('c', c), m, n)
  call.run(from, triangle, ...call.factor('alpha', alpha), ...call.factor('beta', beta))
  return c
}

/**
 * c = alpha a b + beta c (side 'L') or alpha b a + beta c ('R') for a symmetric a, of which the triangle uplo is read.
 * @example blas.symm('L', 'U', 1, np.array([[1, 2], [0, 3]]), np.eye(2), 0, np.zeros([2, 2])) // array([[1., 2.], [2., 3.]])
 */
export function symm<A extends NDArray>(
  side: string,
  uplo: string,
  alpha: Factor,
  a: NDArray,
  b: NDArray,
  beta: Factor,
  c: A,
): A {
  return symmetricProduct('symm', side, uplo, alpha, a, b, beta, c)
}

/**
 * The same for a Hermitian a, complex dtypes.
 * @example blas.hemm('L', 'U', 1, np.eye(1, null, { dtype: 'complex128' }), np.ones([1, 1], 'complex128'), 0, np.zeros([1, 1], 'complex128')) // array([[1.+0.j]])
 */
export function hemm<A extends NDArray>(
  side: string,
  uplo: string,
  alpha: Factor,
  a: NDArray,
  b: NDArray,
  beta: Factor,
  c: A,
): A {
  return symmetricProduct('hemm', side, uplo, alpha, a, b, beta, c)
}

function rankUpdate<A extends NDArray>(
  routine: string,
  uplo: string,
  trans: string,
  alpha: Factor,
  inputs: readonly NDArray[],
  beta: Factor,
  c: A,
): A {
  const call = new Call(routine, c)
  const hermitian = routine.startsWith('he')
  const triangle = letter(call.name, 'uplo', uplo, 'UL')
  const op = letter(call.name, 'trans', trans, hermitian ? 'NC' : call.complex ? 'NT' : 'NTC')
  let shape: readonly number[] = []
  for (const [i, input] of inputs.entries()) {
    const given = call.matrix('ab'[i], input)
    if (i === 0) shape = given
    else call.expectShape('b', given, ...shape)
  }
  const [n] = turned(shape, op)
  call.expectShape('c', call.outMatrix('c', c), n, n)
  // herk's factors are real, and so is her2k's beta.
  const first = call.factor('alpha', alpha, call.complex && routine !== 'herk')
  call.run(triangle, op, ...first, ...call.factor('beta', beta, call.complex && !hermitian))
  return c
}

/**
 * c = alpha a a^T + beta c (trans 'N') or alpha a^T a + beta c ('T'): the triangle uplo of it.
 * @example blas.syrk('U', 'N', 1, np.array([[1, 2]]), 0, np.zeros([1, 1])) // array([[5.]])
 */
export function syrk<A extends NDArray>(uplo: string, trans: string, alpha: Factor, a: NDArray, beta: Factor, c: A): A {
  return rankUpdate('syrk', uplo, trans, alpha, [a], beta, c)
}

/**
 * c = alpha a a^H + beta c (trans 'N') or alpha a^H a + beta c ('C') with real factors, complex dtypes.
 * @example blas.herk('U', 'N', 1, np.array([[np.complex(0, 2)]]), 0, np.zeros([1, 1], 'complex128')) // array([[4.+0.j]])
 */
export function herk<A extends NDArray>(uplo: string, trans: string, alpha: number, a: NDArray, beta: number, c: A): A {
  return rankUpdate('herk', uplo, trans, alpha, [a], beta, c)
}

/**
 * c = alpha (a b^T + b a^T) + beta c (trans 'N') or alpha (a^T b + b^T a) + beta c ('T'): the triangle uplo of it.
 * @example blas.syr2k('U', 'N', 1, np.array([[1, 2]]), np.array([[3, 4]]), 0, np.zeros([1, 1])) // array([[22.]])
 */
export function syr2k<A extends NDArray>(
  uplo: string,
  trans: string,
  alpha: Factor,
  a: NDArray,
  b: NDArray,
  beta: Factor,
  c: A,
): A {
  return rankUpdate('syr2k', uplo, trans, alpha, [a, b], beta, c)
}

/**
 * c = alpha a b^H + conj(alpha) b a^H + beta c (trans 'N'), or of the adjoints ('C'), complex dtypes.
 * @example blas.her2k('U', 'N', 1, np.ones([1, 1], 'complex128'), np.ones([1, 1], 'complex128'), 0, np.zeros([1, 1], 'complex128')) // array([[2.+0.j]])
 */
export function her2k<A extends NDArray>(
  uplo: string,
  trans: string,
  alpha: Factor,
  a: NDArray,
  b: NDArray,
  beta: number,
  c: A,
): A {
  return rankUpdate('her2k', uplo, trans, alpha, [a, b], beta, c)
}

function triangular<A extends NDArray>(
  routine: string,
  side: string,
  uplo: string,
  transa: string,
  diag: string,
  alpha: Factor,
  a: NDArray,
  b: A,
): A {
  const call = new Call(routine, b)
  const letters = [
    letter(call.name, 'side', side, 'LR'),
    letter(call.name, 'uplo', uplo, 'UL'),
    letter(call.name, 'transa', transa, 'NTC'),
    letter(call.name, 'diag', diag, 'NU'),
  ]
  const square = call.matrix('a', a)
  const [m, n] = call.outMatrix('b', b)
  const k = letters[0] === 'L' ? m : n
  call.expectShape('a', square, k, k)
  call.run(...letters, ...call.factor('alpha', alpha))
  return b
}

/**
 * b = alpha op(a) b (side 'L') or alpha b op(a) ('R') for a triangular a; diag 'U' takes its diagonal as ones.
 * @example blas.trmm('L', 'U', 'N', 'N', 1, np.array([[1, 2], [0, 3]]), np.array([[1], [1]])) // array([[3.], [3.]])
 */
export function trmm<A extends NDArray>(
  side: string,
  uplo: string,
  transa: string,
  diag: string,
  alpha: Factor,
  a: NDArray,
  b: A,
): A {
  return triangular('trmm', side, uplo, transa, diag, alpha, a, b)
}

/**
 * Solves op(a) x = alpha b (side 'L') or x op(a) = alpha b ('R') for a triangular a; x replaces b.
 * @example blas.trsm('L', 'U', 'N', 'N', 1, np.array([[1, 2], [0, 3]]), np.array([[3], [3]])) // array([[1.], [1.]])
 */
export function trsm<A extends NDArray>(
  side: string,
  uplo: string,
  transa: string,
  diag: string,
  alpha: Factor,
  a: NDArray,
  b: A,
): A {
  return triangular('trsm', side, uplo, transa, diag, alpha, a, b)
}
