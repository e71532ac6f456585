/** What a program needs of the addon to run OpenBLAS on its thread pool. */
export const BLAS_ON_POOL = [
  'binding/linalg/threads.cc',
  'binding/linalg/library/bundled/openblas.cc',
  'binding/threads/pool.cc',
  'binding/threads/usable.cc',
  'binding/cgroup.cc',
  'binding/memory.cc',
]
