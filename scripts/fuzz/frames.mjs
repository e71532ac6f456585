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

// The methods of a call (binding/call.h).
const [CALL, REDUCE, ACCUMULATE, REDUCEAT, AT, EVALUATE] = [0, 1, 2, 3, 4, 5]

// Letters that BLAS and LAPACK know.
const LETTERS = [...'NTCULRVASQIEB'].map((letter) => letter.charCodeAt(0))

/**
 * Draws from one seed.
 * @param {number} seed
 */
function drawing(seed) {
  const random = randomFrom(seed)
  const below = (/** @type {number} */ n) => Math.floor(random() * n)
  const pick = (/** @type {readonly any[]} */ list) => list[below(list.length)]
  return { random, below, pick }
}

/** @typedef {ReturnType<typeof drawing>} Draw */

/**
 * What is called: a row, a method that it may have, lengths, numbers. `core` has the core dimensions of each operand.
 * @param {Draw} draw
 */
function chooseCall({ random, below, pick }) {
  const op = below(addon.ops.length)
  const { name, nin, nout, signature, loops } = addon.ops[op]
  const routine = isRoutine(name)
  const loop = below(loops.length)
  const core = [...signature.matchAll(/\(([^)]*)\)/g)].map((match) => match[1].split(',').filter(Boolean))
  const names = [...new Set(core.flat())]
  const isCore = core.length > 0 && !signature.startsWith('(...)')
  const method = isCore ? CALL : pick([CALL, CALL, CALL, REDUCE, REDUCE, ACCUMULATE, REDUCEAT, AT, EVALUATE])
  const masked = (method < ACCUMULATE && !isCore && random() < 0.2) || random() < 0.02
  const watched = random() < 0.2
  const wanted = [nin + nout, signature === '' ? 2 : nin + 1, 2, 3, 1 + nin, 1 + below(5)][method]
  const operands = wanted + (masked ? 1 : 0)
  const ndim = method === REDUCEAT || method === AT ? 2 + below(2) : routine ? pick([0, 0, 0, 1]) : below(4)
  const shape = Array.from({ length: ndim }, () => pick([0, 1, 2, 3, 5, 17, 64]))
  const order = random() < 0.1 ? pick([17, 40, 67, 130]) : pick([1, 2, 3, 4])
  const dims = names.map(() => (routine && random() < 0.8 ? order : pick([0, 1, 2, 3, 4, 6])))
  const characters = [...loops[loop].replace('->', '')]
  const param = () => pick([0, 1, 2, 3, 1e-10, pick(LETTERS), pick(LETTERS), -1, Number.NaN, 1e300])
  const letterOrNumber = () => (random() < 0.7 ? pick(LETTERS) : param())
  // Flags, tolerances, and BLAS's and LAPACK's letters and numbers.
  let params = /** @type {number[]} */ ([])
  if (method === REDUCE) params = [below(3)]
  else if (name.startsWith('lapack.')) params = Array.from({ length: below(10) }, letterOrNumber)
  else if (isCore) params = [below(2), ...Array.from({ length: below(7) }, routine ? letterOrNumber : param)]
  const flags = (masked ? 1 : 0) + (watched ? 2 : 0)
  const head = [op, loop, method, flags, operands, ndim, dims.length, params.length, ...shape, ...dims, ...params]
  const lengthsOf = (/** @type {number} */ i) => [
    ...shape,
    ...(core[i] ?? []).map((/** @type {string} */ dim) => dims[names.indexOf(dim)]),
  ]
  return { name, types: loops[loop], routine, method, masked, operands, ndim, characters, head, lengthsOf }
}

/** @typedef {ReturnType<typeof chooseCall>} Chosen */

/**
 * The character of an operand's dtype, mostly what the loop has there. Methods have operands of their own: an
 * accumulator, indices.
 * @param {Draw} draw @param {Chosen} call @param {number} i
 */
function characterOf({ random, pick }, { method, characters }, i) {
  const [first, second] = characters
  const types = [
    characters,
    [first, characters.at(-1), first],
    [first, first],
    [first, 'l', first],
    [first, 'l', second],
    characters,
  ][method]
  return random() < 0.85 && i < types.length ? types[i] : pick([...codes.keys()])
}

/**
 * Strides that stay inside the operand's buffer, or any.
 * @param {Draw} draw @param {Chosen} call @param {number} i @param {number} itemsize @param {boolean} inside
 */
function stridesOf({ random, pick }, { routine, method, ndim, lengthsOf }, i, itemsize, inside) {
  const lengths = lengthsOf(i)
  const strides = lengths.map(() => 0)
  let reach = itemsize
  const byColumns = routine && lengths.length - ndim === 2 && random() < 0.8
  const axes = lengths.map((_, d) => d)
  if (byColumns) axes.push(...axes.splice(-2).reverse())
  for (const d of axes.reverse()) {
    const still = method === REDUCE && i === 1 && random() < 0.6
    if (!inside) strides[d] = pick([0, 8, 16, -8, 4096, -(2 ** 53), 2 ** 52, 1, 3])
    else strides[d] = still || random() < (routine ? 0.02 : 0.15) ? 0 : reach
    reach *= Math.max(1, lengths[d])
  }
  return strides
}

/**
 * Elements: any bytes; for routines numbers between -1 and 1, and pivots.
 * @param {Draw} draw @param {boolean} routine @param {Uint8Array} buffer @param {string} character @param {number} bytes
 */
function fill({ random, below }, routine, { buffer }, character, bytes) {
  const filled = Math.min(bytes, 1024)
  if (!routine) {
    const all = new Uint8Array(buffer, GUARD, filled)
    for (let k = 0; k < filled; k++) all[k] = below(256)
  } else if (character === 'l') {
    new BigInt64Array(buffer, GUARD, filled >> 3).set(POSITIONS.slice(0, bytes >> 3))
  } else {
    const single = character === 'f' || character === 'F'
    const all = single ? new Float32Array(buffer, GUARD, filled >> 2) : new Float64Array(buffer, GUARD, filled >> 3)
    for (let k = 0; k < all.length; k++) all[k] = random() * 2 - 1
  }
}

/** Whether anything but the operands' own bytes was written; all of it is the canary again afterwards. @param {number[]} sizes */
function guardsTouched(sizes) {
  let touched = false
  for (const [i, size] of sizes.entries()) {
    const bytes = memory[i]
    touched ||= !bytes.subarray(0, GUARD).every(isCanary) || !bytes.subarray(GUARD + size).every(isCanary)
    bytes.fill(CANARY)
  }
  return touched
}

/** @param {number} seed */
function callOnce(seed) {
  const draw = drawing(seed)
  const { random, below, pick } = draw
  const call = chooseCall(draw)
  const { name, routine, method, masked, operands, ndim, head } = call
  let at = 0
  const put = (/** @type {number[]} */ ...words) => {
    for (const word of words) frame[at++] = word
  }
  put(...head)
  const sizes = []
  const inside = random() < 0.7
  for (let i = 0; i < operands; i++) {
    const character = characterOf(draw, call, i)
    const code = masked && i === operands - 1 ? codes.get('?') : codes.get(character)
    const bytes = pick([MEMORY, MEMORY, 512, 8, 0])
    sizes.push(bytes)
    const strides = stridesOf(draw, call, i, addon.dtypes[code].itemsize, inside)
    const offset = inside ? pick([0, 0, 8, 64]) : pick([0, 8, MEMORY, 2 ** 53])
    put(addresses[i] + GUARD, bytes, offset, code, ...strides)
    fill(draw, routine, memory[i], character, bytes)
  }
  if (method === EVALUATE) {
    put(below(4), below(4))
    for (let i = below(24); i > 0; i--) put(pick([0, 0, 1, below(4), 64, 65, below(addon.ops.length)]))
  }
  // Sometimes a word is anything.
  if (random() < 0.2) {
    // Other numbers of operands and dimensions would make an address of another word, and addresses are taken on trust.
    // A length of 2^53 with strides of 0 is valid, and takes for ever.
    const word = below(head.length)
    const layout = word === 0 || (word > 3 && word < 8)
    frame[word] = pick([-1, 0.5, Number.NaN, 1e300, layout ? -2 : 64, layout ? -3 : 65, word < 8 ? 2 ** 53 : 3])
  }
  if (process.env.NUMBLAS_FUZZ_SHOW) {
    console.error(name, call.types, { method, masked, ndim, inside, sizes, words: [...frame.slice(0, at)].join(' ') })
  }
  if (process.env.NUMBLAS_FUZZ_TRACE) writeSync(2, `${seed} ${name}\n`)
  const outcome = addon.call()
  counts.calls++
  if (outcome === undefined) counts.ran++
  else counts.refused++
  const refusal = outcome === undefined || (/^ERR_[A-Z_]+$/.test(outcome.code) && typeof outcome.message === 'string')
  const touched = guardsTouched(sizes)
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
