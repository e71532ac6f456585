// Measures the largest error of the real transcendental ufuncs against __float128 and writes docs/accuracy.md.
// `node scripts/accuracy.mjs [--samples 200000] [--write] [FUNCTION …]` (needs g++ with libquadmath, and a built package)
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const { values, positionals } = parseArgs({
  options: { samples: { type: 'string', default: '200000' }, write: { type: 'boolean', default: false } },
  allowPositionals: true,
})

/** Ranges that matter for a function, besides every exponent: [low, high] uniformly. */
const RANGES = {
  exp: [[-1, 1], [-745, 710]], exp2: [[-1, 1], [-1075, 1024]], expm1: [[-1, 1], [-40, 710]],
  log: [[0.5, 2], [0, 100]], log2: [[0.5, 2], [0, 100]], log10: [[0.5, 2], [0, 100]], log1p: [[-0.9, 1], [0, 100]],
  sin: [[-3.2, 3.2], [-1e5, 1e5]], cos: [[-3.2, 3.2], [-1e5, 1e5]], tan: [[-1.6, 1.6], [-1e5, 1e5]],
  arcsin: [[-1, 1]], arccos: [[-1, 1]], arctan: [[-2, 2], [-100, 100]],
  sinh: [[-1, 1], [-710, 710]], cosh: [[-1, 1], [-710, 710]], tanh: [[-1, 1], [-25, 25]],
  arcsinh: [[-1, 1], [-100, 100]], arccosh: [[1, 2], [1, 100]], arctanh: [[-1, 1], [-0.1, 0.1]],
  cbrt: [[-8, 8]], sqrt: [[0, 8]], arctan2: [[-2, 2]], power: [[0, 2], [0, 30]], hypot: [[-2, 2]],
  logaddexp: [[-30, 30]], logaddexp2: [[-30, 30]],
} // biome-ignore format: a table
const BINARY = new Set(['arctan2', 'power', 'hypot', 'logaddexp', 'logaddexp2'])
/** Float64 functions that promise 1 ulp; sqrt is correctly rounded; all others promise 4. */
const STRICT = new Set(['exp', 'log', 'sin', 'cos', 'tanh', 'power'])
const bound = (name, dtype) => (name === 'sqrt' ? 0.5 : STRICT.has(name) && dtype === 'float64' ? 1 : 4)

let state = 0x9e3779b97f4a7c15n
function random() {
  state ^= (state << 13n) & 0xffffffffffffffffn
  state ^= state >> 7n
  state ^= (state << 17n) & 0xffffffffffffffffn
  return Number(state >> 11n) / 2 ** 53
}

const SPECIAL = [0, -0, 1, -1, 0.5, 2, Infinity, -Infinity, NaN, Math.PI, Math.PI / 2, 3 * Math.PI / 4, 1e22, 1e300, 5e-324, 2 ** -1022,
  1 - 2 ** -53, 1 + 2 ** -52, 2 ** 52 + 0.5, 709.78, -745.1, 6381956970095103 * 2 ** 797] // biome-ignore format: a list

/** Arguments of one operand: special values, every exponent, then the function's ranges. */
function argumentsOf(name, TypedArray, n, second) {
  const list = new TypedArray(n)
  const ranges =
    second && name === 'power'
      ? [
          [-5, 5],
          [-30, 30],
        ]
      : RANGES[name]
  const limit = TypedArray === Float32Array ? 126 : 1020
  for (let i = 0; i < n; i++) {
    const kind = i % (ranges.length * 2 + 1)
    if (kind < ranges.length * 2) {
      const [low, high] = ranges[kind >> 1]
      list[i] = low + (high - low) * random()
    } else {
      list[i] = (random() < 0.5 ? -1 : 1) * (1 + random()) * 2 ** Math.floor((2 * random() - 1) * limit)
    }
  }
  const special = second ? SPECIAL.toReversed() : SPECIAL
  // All pairs of special values where there are two operands.
  if (BINARY.has(name)) {
    for (let i = 0; i < SPECIAL.length ** 2; i++) {
      list[i] = SPECIAL[second ? i % SPECIAL.length : Math.floor(i / SPECIAL.length)]
    }
  } else {
    list.set(special)
  }
  return list
}

const np = createRequire(import.meta.url)(join(ROOT, 'dist/index.js'))
const folder = mkdtempSync(join(tmpdir(), 'numblas-accuracy-'))
try {
  const program = join(folder, 'reference')
  execFileSync('g++', ['-O2', '-std=gnu++20', join(ROOT, 'scripts/accuracy/reference.cc'), '-o', program, '-lquadmath'])
  const n = Number(values.samples)
  const lines = []
  for (const name of Object.keys(RANGES)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    const row = [name]
    for (const [dtype, TypedArray] of [
      ['float64', Float64Array],
      ['float32', Float32Array],
    ]) {
      const operands = [argumentsOf(name, TypedArray, n, false)]
      if (BINARY.has(name)) operands.push(argumentsOf(name, TypedArray, n, true))
      const result = np[name](...operands)
      const file = join(folder, 'data')
      writeFileSync(
        file,
        Buffer.concat(
          [...operands, result.data].map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)),
        ),
      )
      const output = execFileSync(program, [name, dtype === 'float64' ? 'd' : 'f', String(operands.length), file], {
        encoding: 'utf8',
      })
      const found = JSON.parse(output)
      const ok = found.ulp <= bound(name, dtype) ? '' : ` exceeds ${bound(name, dtype)}`
      const at = BINARY.has(name) ? `(${found.x}, ${found.y})` : found.x
      row.push(Number.isFinite(found.ulp) ? `${found.ulp.toFixed(3)}${ok}` : `wrong in ${found.wrong} places`, at)
      if (ok !== '') process.exitCode = 1
    }
    lines.push(row)
    console.log(row.join('\t'))
  }
  if (values.write) writeFileSync(join(ROOT, 'docs/accuracy.md'), page(lines, n))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function page(lines, n) {
  const table = lines.map(([name, d, dAt, f, fAt]) => `| \`${name}\` | ${d} | ${dAt} | ${f} | ${fAt} |`)
  return `# Accuracy of the transcendental functions

Largest error in units in the last place, against 113-bit arithmetic (\`__float128\`), over ${n.toLocaleString('en')} arguments per function and
dtype: special values, random numbers of every exponent, and the ranges where a function changes most. 0.5 is correctly
rounded. Promised: at most 1 for float64 \`exp\`, \`log\`, \`sin\`, \`cos\`, \`tanh\` and \`power\`, at most 4 for the others.
\`logaddexp\` and \`logaddexp2\` cancel where the result is near 0: below 1 their error is given in units of 1.
Instruction set: ${np.show_config('dicts').simd}. Measure again with \`node scripts/accuracy.mjs --write\`.

| function | float64 (ulp) | at | float32 (ulp) | at |
| --- | --- | --- | --- | --- |
${table.join('\n')}
`
}
