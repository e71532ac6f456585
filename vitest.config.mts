import { configDefaults, defineConfig } from 'vitest/config'

// A package holds the vendored BLAS and LAPACK, and is refused with another.
const otherBlas = (process.env.NUMBLAS_BLAS || 'vendored') !== 'vendored'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(otherBlas ? ['test/package/**'] : [])],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
