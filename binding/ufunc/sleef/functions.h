// The function behind each ufunc: row(name, function, ns per element). `portable-inl.h` names SLEEF's (x...) or builds
// on them, `avx512-inl.h` has our own for AVX-512; docs/accuracy.md has the errors measured.
#define NUMBLAS_MATH_ROWS(unary, binary)                                                                           \
  unary(exp, Exp, 1) unary(exp2, Exp2, 1) unary(expm1, Expm1, 1.5) unary(log, Log, 1.5) unary(log2, Log2, 1.5)     \
      unary(log10, Log10, 1.5) unary(log1p, Log1p, 2) unary(sin, Sin, 2.5) unary(cos, Cos, 2.5) unary(tan, Tan, 2) \
          unary(arcsin, Arcsin, 1.5) unary(arccos, Arccos, 2) unary(arctan, Arctan, 2) unary(sinh, Sinh, 2)        \
              unary(cosh, Cosh, 2) unary(tanh, Tanh, 2) unary(arcsinh, Arcsinh, 2.5) unary(arccosh, Arccosh, 2.5)  \
                  unary(arctanh, Arctanh, 2.5) unary(cbrt, Cbrt, 2) binary(arctan2, Arctan2, 4)                    \
                      binary(power, Power, 4) binary(logaddexp, LogAddExp, 3) binary(logaddexp2, LogAddExp2, 3)
