// What routines under LAPACK's own names need to check their arguments.
#pragma once

#include "fortran.h"

namespace numblas::fortran {

void xerbla(const char* routine, Int argument, Length) NUMBLAS_SYMBOL(xerbla);

// Letters count in either case.
inline bool Is(char letter, char upper) { return letter == upper || letter == upper + ('a' - 'A'); }

// Tells of a wrong argument, whose number is -info. True where there is none.
inline bool Accepted(const char* routine, blas_int info) {
  if (info != 0) xerbla(routine, -info, 6);
  return info == 0;
}

}  // namespace numblas::fortran
