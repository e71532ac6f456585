// Joining, repeating, padding, transposed copies and einsum beside NumPy. A word keeps the cases whose names hold it.
// `npm run bench -- manipulation [word]`
import * as np from 'numblas'
import { runCases } from './harness.mjs'

const sizes = [1e3, 1e5, 1e6]

const cases = []
const add = (name, ours, setup, numpy) => cases.push({ name, ours, setup, numpy })

for (const n of sizes) {
  const dtypes = n === 1e5 ? ['float64', 'float32', 'uint8', 'complex128'] : ['float64']
  for (const dtype of dtypes) {
    const rows = Math.round(Math.sqrt(n))
    const a = np.asarray(np.remainder(np.arange(n), 97), dtype)
    const A = np.asarray(np.remainder(np.arange(rows * rows), 97), dtype).reshape(rows, rows)
    const setup = `a=(np.arange(${n}.)%97).astype('${dtype}')\nA=(np.arange(${rows * rows}.)%97).astype('${dtype}').reshape(${rows},${rows})`
    const tag = `${dtype} ${n}`
    add(`concatenate ${tag}`, () => np.concatenate([a, a]), setup, 'np.concatenate([a, a])')
    add(`concatenate axis 1 ${tag}`, () => np.concatenate([A, A], 1), setup, 'np.concatenate([A, A], 1)')
    add(`stack ${tag}`, () => np.stack([a, a]), setup, 'np.stack([a, a])')
    add(`stack axis 1 ${tag}`, () => np.stack([a, a], 1), setup, 'np.stack([a, a], 1)')
    add(`vstack of 10 ${tag}`, () => np.vstack([A, A, A, A, A, A, A, A, A, A]), setup, 'np.vstack([A]*10)')
    add(`ascontiguousarray(A.T) ${tag}`, () => np.ascontiguousarray(A.T), setup, 'np.ascontiguousarray(A.T)')
    add(`roll ${tag}`, () => np.roll(a, 7), setup, 'np.roll(a, 7)')
    add(`roll axis 1 ${tag}`, () => np.roll(A, 3, 1), setup, 'np.roll(A, 3, 1)')
    add(`tile ${tag}`, () => np.tile(a, 3), setup, 'np.tile(a, 3)')
    add(`tile 2-d ${tag}`, () => np.tile(A, [2, 2]), setup, 'np.tile(A, (2, 2))')
    add(`pad constant ${tag}`, () => np.pad(A, 2), setup, 'np.pad(A, 2)')
    add(`pad reflect ${tag}`, () => np.pad(A, 2, 'reflect'), setup, "np.pad(A, 2, 'reflect')")
    add(`flip copy ${tag}`, () => np.flip(a).copy(), setup, 'np.flip(a).copy()')
    add(`rot90 copy ${tag}`, () => np.rot90(A).copy(), setup, 'np.rot90(A).copy()')
    add(`tril ${tag}`, () => np.tril(A), setup, 'np.tril(A)')
    add(`meshgrid ${tag}`, () => np.meshgrid(A.get(0), A.get(0)), setup, 'np.meshgrid(A[0], A[0])')
    add(`insert ${tag}`, () => np.insert(a, 5, 1), setup, 'np.insert(a, 5, 1)')
    add(`delete ${tag}`, () => np.delete(a, 5), setup, 'np.delete(a, 5)')
  }
  const bits = np.asarray(np.remainder(np.arange(n), 3), 'bool')
  const bytes = np.asarray(np.remainder(np.arange(n), 251), 'uint8')
  const made = `b=(np.arange(${n})%3).astype(bool)\nc=(np.arange(${n})%251).astype('uint8')`
  add(`packbits ${n}`, () => np.packbits(bits), made, 'np.packbits(b)')
  add(`unpackbits ${n}`, () => np.unpackbits(bytes), made, 'np.unpackbits(c)')
}

// einsum: a vector, matrices and stacks of about n elements.
for (const n of sizes) {
  for (const dtype of n === 1e5 ? ['float64', 'float32', 'int32', 'complex128'] : ['float64']) {
    const side = Math.round(Math.sqrt(n))
    const batch = Math.round(n / 256)
    const ramp = (size) => np.asarray(np.remainder(np.arange(size), 7), dtype)
    const v = ramp(n)
    const s = ramp(side)
    const M = ramp(side * side).reshape(side, side)
    const S = ramp(batch * 256).reshape(batch, 16, 16)
    const T = ramp(batch * 16).reshape(batch, 16)
    const setup = `r=lambda k: (np.arange(k)%7).astype('${dtype}')
v=r(${n})\ns=r(${side})\nM=r(${side * side}).reshape(${side},${side})
S=r(${batch * 256}).reshape(${batch},16,16)\nT=r(${batch * 16}).reshape(${batch},16)`
    const einsum = (subscripts, ours, numpy) =>
      add(
        `einsum ${subscripts} ${dtype} ${n}`,
        () => np.einsum(subscripts, ...ours),
        setup,
        `np.einsum('${subscripts}', ${numpy})`,
      )
    einsum('i,i->', [v, v], 'v, v')
    einsum('i,i->i', [v, v], 'v, v')
    einsum('i->', [v], 'v')
    einsum('ij->j', [M], 'M')
    einsum('ij->i', [M], 'M')
    einsum('ij,j->i', [M, s], 'M, s')
    einsum('ij,i->j', [M, s], 'M, s')
    einsum('ij,ij->i', [M, M], 'M, M')
    einsum('ij,ij->j', [M, M], 'M, M')
    einsum('ij,ji->', [M, M], 'M, M')
    einsum('i,j->ij', [s, s], 's, s')
    if (side <= 400) einsum('ij,kj->ik', [M, M], 'M, M')
    einsum('bij,bjk->bik', [S, S], 'S, S')
    einsum('bij,bj->bi', [S, T], 'S, T')
    einsum('bi,bi->b', [T, T], 'T, T')
    einsum('bij->bji', [S], 'S')
    einsum('i,ij,j->', [s, M, s], 's, M, s')
    add(`tensordot ${dtype} ${n}`, () => np.tensordot(S, S, [[0, 1], [0, 1]]), setup, 'np.tensordot(S, S, ([0, 1], [0, 1]))') // biome-ignore format: one case
    add(`kron ${dtype} ${n}`, () => np.kron(s, s), setup, 'np.kron(s, s)')
  }
}

await runCases(cases)
