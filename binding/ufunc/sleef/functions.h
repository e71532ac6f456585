// Which function of SLEEF's (x...) or ours each ufunc runs: row(name, inputs, float32 function, float64 function, ns
// per element). The _u1 forms err by at most 1 ulp, the others by at most 3.5; docs/accuracy.md has what was measured.
#define NUMBLAS_MATH_ROWS(unary, binary)                                                                     \
  unary(exp, xexpf, xexp, 2) unary(exp2, xexp2f, xexp2, 2) unary(expm1, xexpm1f, xexpm1, 5)                  \
      unary(log, xlogf_u1, xlog_u1, 3) unary(log2, xlog2f, xlog2, 3) unary(log10, xlog10f, xlog10, 3)        \
          unary(log1p, xlog1pf, xlog1p, 4) unary(sin, xsinf_u1, xsin_u1, 3) unary(cos, xcosf_u1, xcos_u1, 3) \
              unary(tan, xtanf, xtan, 3) unary(arcsin, xasinf, xasin, 3) unary(arccos, xacosf, xacos, 3)     \
                  unary(arctan, xatanf, xatan, 3) unary(sinh, Sinh, Sinh, 3) unary(cosh, Cosh, Cosh, 3)      \
                      unary(tanh, xtanhf_u35, Tanh, 3) unary(arcsinh, Arcsinh, Arcsinh, 6)                   \
                          unary(arccosh, Arccosh, Arccosh, 6) unary(arctanh, Arctanh, Arctanh, 5)            \
                              unary(cbrt, xcbrtf, xcbrt, 4) binary(arctan2, xatan2f_u1, xatan2_u1, 6)        \
                                  binary(power, xpowf, Power, 5) binary(logaddexp, LogAddExp, LogAddExp, 6)  \
                                      binary(logaddexp2, LogAddExp2, LogAddExp2, 6)
