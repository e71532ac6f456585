// Fuzzes the native entry itself: call frames with operands of every layout, dtype and size inside guarded memory, and
// frames of any numbers. What stands outside an operand's buffer must stay as it is; a refusal is a code and a message.
// node frames.mjs ADDON SEED COUNT
import { writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { randomFrom } from '../random.mjs'

const [path, firstSeed, count] = process.argv.slice(2)
const addon = createRequire(import.meta.url)(path)
const frame = new Float64Array(4096)
addon.attach(frame, () => {})

/** Bytes on each side of an operand's buffer that nothing may touch. */
const GUARD = 256
const MEMORY = 8192
const CANARY = 0xa5

const memory = Array.from({ length: 32 }, () => new Uint8Array(MEMORY + 2 * GUARD).fill(CANARY))
const addresses = memory.map((bytes) => addon.address(bytes))
const codes = new Map(
  addon.dtypes.map((/** @type {{ character: string }} */ info, /** @type {number} */ code) => [info.character, code]),
)

/**
 * BLAS's and LAPACK's rows take matrices by columns and letters among their numbers. They loop for ever on some NaN, and
 * trust pivots: lib/lapack looks at elements.
 */
const isRoutine = (/** @type {string} */ name) => /^(blas|lapack)\./.test(name)

/** Pivots that change nothing. */
const POSITIONS = BigInt64Array.from({ length: 128 }, (_, i) => BigInt(i % 6) + 1n)

const isCanary = (/** @type {number} */ byte) => byte === CANARY

const counts = { calls: 0, ran: 0, refused: 0, wrong: 0 }
const tell = (/** @type {object} */ value) => writeSync(1, `${JSON.stringify(value)}\n`)

/** @param {number} seed */
function callOnce(seed) {
  const random = randomFrom(seed)
  const below = (/** @type {number} */ n) => Math.floor(random() * n)
  const pick = (/** @type {readonly any[]} */ list) => list[below(list.length)]
  const op = below(addon.ops.length)
  const { name, nin, nout, signature, loops } = addon.ops[op]
  const routine = isRoutine(name)
  const loop = below(loops.length)
  const core = [...signature.matchAll(/\(([^)]*)\)/g)].map((match) => match[1].split(',').filter(Boolean))
  const names = [...new Set(core.flat())]
  const isCore = core.length > 0 && !signature.startsWith('(...)')
  const method = isCore ? 0 : pick([0, 0, 0, 1, 1, 2, 3, 4, 5])
  const masked = (method < 2 && !isCore && random() < 0.2) || random() < 0.02
  const watched = random() < 0.2
  const wanted = [nin + nout, signature === '' ? 2 : nin + 1, 2, 3, 1 + nin, 1 + below(5)][method]
  const operands = wanted + (masked ? 1 : 0)
  const ndim = method === 3 || method === 4 ? 2 + below(2) : routine ? pick([0, 0, 0, 1]) : below(4)
  const shape = Array.from({ length: ndim }, () => pick([0, 1, 2, 3, 5, 17, 64]))
  const order = random() < 0.1 ? pick([17, 40, 67, 130]) : pick([1, 2, 3, 4])
  const dims = names.map(() => (routine && random() < 0.8 ? order : pick([0, 1, 2, 3, 4, 6])))
  const characters = [...loops[loop].replace('->', '')]
  // Flags, tolerances, and BLAS's and LAPACK's letters and numbers.
  const letters = [...'NTCULRVASQIEB'].map((letter) => letter.charCodeAt(0))
  const param = () => pick([0, 1, 2, 3, 1e-10, pick(letters), pick(letters), -1, Number.NaN, 1e300])
  const letterOrNumber = () => (random() < 0.7 ? pick(letters) : param())
  const params =
    method === 1
      ? [below(3)]
      : name.startsWith('lapack.')
        ? Array.from({ length: below(10) }, letterOrNumber)
        : isCore
          ? [below(2), ...Array.from({ length: below(7) }, routine ? letterOrNumber : param)]
          : []
  let at = 0
  const put = (/** @type {number[]} */ ...words) => {
    for (const word of words) frame[at++] = word
  }
  put(
    op,
    loop,
    method,
    (masked ? 1 : 0) + (watched ? 2 : 0),
    operands,
    ndim,
    dims.length,
    params.length,
    ...shape,
    ...dims,
    ...params,
  )
  const sizes = []
  const inside = random() < 0.7
  for (let i = 0; i < operands; i++) {
    // Methods have operands of their own: an accumulator, indices.
    const types = [
      characters,
      [characters[0], characters.at(-1), characters[0]],
      [characters[0], characters[0]],
      [characters[0], 'l', characters[0]],
      [characters[0], 'l', characters[1]],
      characters,
    ][method]
    const character = random() < 0.85 && i < types.length ? types[i] : pick([...codes.keys()])
    const code = masked && i === operands - 1 ? codes.get('?') : codes.get(character)
    const itemsize = addon.dtypes[code].itemsize
    const lengths = [...shape, ...(core[i] ?? []).map((dim) => dims[names.indexOf(dim)])]
    const bytes = pick([MEMORY, MEMORY, 512, 8, 0])
    sizes.push(bytes)
    const strides = lengths.map(() => 0)
    let reach = itemsize
    const byColumns = routine && lengths.length - ndim === 2 && random() < 0.8
    const axes = lengths.map((_, d) => d)
    if (byColumns) axes.push(...axes.splice(-2).reverse())
    for (const d of axes.reverse()) {
      const still = method === 1 && i === 1 && random() < 0.6
      strides[d] = inside
        ? still || random() < (routine ? 0.02 : 0.15)
          ? 0
          : reach
        : pick([0, 8, 16, -8, 4096, -(2 ** 53), 2 ** 52, 1, 3])
      reach *= Math.max(1, lengths[d])
    }
    const offset = inside ? pick([0, 0, 8, 64]) : pick([0, 8, MEMORY, 2 ** 53])
    put(addresses[i] + GUARD, bytes, offset, code, ...strides)
    if (!routine) for (let k = GUARD; k < GUARD + Math.min(bytes, 1024); k++) memory[i][k] = below(256)
    else if (character === 'l')
      new BigInt64Array(memory[i].buffer, GUARD, Math.min(bytes, 1024) >> 3).set(POSITIONS.slice(0, bytes >> 3))
    else if (character === 'f' || character === 'F')
      new Float32Array(memory[i].buffer, GUARD, Math.min(bytes, 1024) >> 2).forEach((_, k, all) => {
        all[k] = random() * 2 - 1
      })
    else
      new Float64Array(memory[i].buffer, GUARD, Math.min(bytes, 1024) >> 3).forEach((_, k, all) => {
        all[k] = random() * 2 - 1
      })
  }
  if (method === 5) {
    put(below(4), below(4))
    for (let i = below(24); i > 0; i--) put(pick([0, 0, 1, below(4), 64, 65, below(addon.ops.length)]))
  }
  // Sometimes a word is anything.
  if (random() < 0.2) {
    // Other numbers of operands and dimensions would make an address of another word, and addresses are taken on trust.
    // A length of 2^53 with strides of 0 is valid, and takes for ever.
    const word = below(8 + ndim + dims.length + params.length)
    const layout = word === 0 || (word > 3 && word < 8)
    frame[word] = pick([-1, 0.5, Number.NaN, 1e300, layout ? -2 : 64, layout ? -3 : 65, word < 8 ? 2 ** 53 : 3])
  }
  if (process.env.NUMBLAS_FUZZ_SHOW)
    console.error(name, loops[loop], {
      method,
      masked,
      ndim,
      shape,
      dims,
      params,
      inside,
      sizes,
      words: [...frame.slice(0, at)].join(' '),
    })
  if (process.env.NUMBLAS_FUZZ_TRACE) writeSync(2, `${seed} ${name}\n`)
  const outcome = addon.call()
  counts.calls++
  if (outcome === undefined) counts.ran++
  else counts.refused++
  const refusal = outcome === undefined || (/^ERR_[A-Z_]+$/.test(outcome.code) && typeof outcome.message === 'string')
  // All of the memory but the operand's own bytes must still be the canary.
  let touched = false
  for (let i = 0; i < operands; i++) {
    const bytes = memory[i]
    touched ||= !bytes.subarray(0, GUARD).every(isCanary) || !bytes.subarray(GUARD + sizes[i]).every(isCanary)
    bytes.fill(CANARY)
  }
  if (touched || !refusal) {
    counts.wrong++
    tell({ wrong: name, seed, error: touched ? 'memory outside an operand was written' : JSON.stringify(outcome) })
  }
}

for (let i = 0; i < Number(count); i++) {
  const seed = Number(firstSeed) + i
  callOnce(seed)
}
tell({ counts: { ...counts, returned: counts.ran, hangs: 0 } })
process.exit(0)
