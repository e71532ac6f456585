#include "op.h"

#include <algorithm>

#include "index/rows.h"
#include "iterate/faults.h"
#include "linalg/rows.h"
#include "reduce/rows.h"
#include "signal/rows.h"
#include "simd.h"
#include "sort/rows.h"
#include "ufunc/rows.h"

namespace numblas {
namespace {

// "(m,n),(n,p)->(m,p)": fills nin, nout, ncore and each operand's core dimensions.
void ParseSignature(Op& op) {
  std::vector<std::string> names;
  std::string name;
  bool outputs = false;
  for (const char c : op.signature) {
    if (c == '(') {
      op.core.emplace_back();
      (outputs ? op.nout : op.nin)++;
    } else if (c == ',' || c == ')') {
      if (!name.empty()) {
        const auto found = std::find(names.begin(), names.end(), name);
        op.core.back().push_back(static_cast<int>(found - names.begin()));
        if (found == names.end()) names.push_back(name);
        name.clear();
      }
    } else if (c == '>') {
      outputs = true;
    } else if (c != '-' && c != ' ') {
      name += c;
    }
  }
  op.ncore = static_cast<int>(names.size());
}

}  // namespace

OpTable::OpTable() {
  AddUfuncRows(*this);
  AddReduceRows(*this);
  AddIndexRows(*this);
  AddSortRows(*this);
  AddLinalgRows(*this);
  AddSignalRows(*this);
  for (Op& op : ops_) op.faults = FaultsOf(op.name);
}

const OpTable& OpTable::Get() {
  static const OpTable& table = *[] {
    LimitSimdTarget();
    return new OpTable;  // never freed: at exit other threads may still compute
  }();
  return table;
}

Op& OpTable::Row(const char* name, int nin, int nout, Identity identity, double cost) {
  const auto found = std::find_if(ops_.begin(), ops_.end(), [&](const Op& op) { return op.name == name; });
  if (found != ops_.end()) return *found;
  Op& op = ops_.emplace_back();
  op.name = name;
  op.nin = nin;
  op.nout = nout;
  op.identity = identity;
  op.cost = cost;
  return op;
}

Op& OpTable::CoreRow(const char* name, const char* signature, double cost) {
  Op& op = ops_.emplace_back();
  op.name = name;
  op.signature = signature;
  op.cost = cost;
  ParseSignature(op);
  return op;
}

}  // namespace numblas
