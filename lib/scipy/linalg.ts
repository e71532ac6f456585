/** SciPy's dense linear algebra: what it adds to `np.linalg`, with its names, arguments and results. */
export { LinAlgError } from '../core/errors'
export { type BandedOptions, type HermitianBandedOptions, solve_banded, solve_toeplitz, solveh_banded } from './banded'
export { type CholeskyOptions, cho_factor, cho_solve, cholesky } from './cholesky'
export { type EigOptions, eig, eigvals } from './eig'
export {
  type EighDriver,
  type EighOptions,
  type EighTridiagonalOptions,
  eigh,
  eigh_tridiagonal,
  eigvalsh,
  eigvalsh_tridiagonal,
} from './eigh'
export { coshm, cosm, expm, sinhm, sinm, tanhm, tanm } from './expm'
export { type DetOptions, det, type InvOptions, inv, type PinvhOptions, type PinvOptions, pinv, pinvh } from './inverse'
export { type LdlOptions, ldl } from './ldl'
export { logm } from './logm'
export { type LstsqDriver, type LstsqOptions, lstsq } from './lstsq'
export { type LuOptions, type LuSolveOptions, lu, lu_factor, lu_solve } from './lu'
export { type NormOptions, norm } from './norm'
export { type QrOptions, qr, type RqOptions, rq } from './qr'
export { type OrdqzOptions, ordqz, type QzOptions, qz } from './qz'
export { type RiccatiOptions, solve_continuous_are, solve_discrete_are } from './riccati'
export { type EigenvalueSort, type HessenbergOptions, hessenberg, rsf2csf, type SchurOptions, schur } from './schur'
export { type SolveOptions, type SolveTriangularOptions, solve, solve_triangular } from './solve'
export { block_diag, circulant, companion, hankel, hilbert, type PascalOptions, pascal, toeplitz } from './special'
export { sqrtm } from './sqrtm'
export { bandwidth, ishermitian, issymmetric, type SymmetryOptions } from './structure'
export { type NullSpaceOptions, null_space, orth, polar, type SvdDriver, type SvdOptions, svd, svdvals } from './svd'
export {
  solve_continuous_lyapunov,
  solve_discrete_lyapunov,
  solve_lyapunov,
  solve_sylvester,
} from './sylvester'
