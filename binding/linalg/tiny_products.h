// Products of stacks of matrices so small that the way from one to the next would take longer than each.
#pragma once

#include "../op.h"

namespace numblas {

// The run (see Loop::run) for matmul's "(m,k),(k,n)->(m,n)" where k = n = 2 … 8 and every matrix's rows lie one
// after the other.
template <class T>
CoreRun TinyProducts();

}  // namespace numblas
