#include "relations.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "status.h"

namespace numblas {
namespace {

bool LeastOfTwo(const Call&, const int64_t* dims) { return dims[2] == std::min(dims[0], dims[1]); }
bool Edges(const Call&, const int64_t* dims) { return dims[1] >= 2 && dims[2] == dims[1] - 1; }

// Row after row without gaps, over all core dimensions.
bool Gapless(const Call& call, int operand) {
  const auto& core = call.op->core[operand];
  auto step = static_cast<int64_t>(ItemSize(call.operands[operand].dtype));
  for (size_t d = core.size(); d-- > 0;) {
    const int64_t size = call.core_dims[core[d]];
    if (size > 1 && call.operands[operand].core_strides[d] != step) return false;
    step *= size;
  }
  return true;
}

constexpr Relation kRelations[] = {
    {"packbits", [](const Call&, const int64_t* dims) { return dims[1] == (dims[0] + 7) / 8; }},
    {"svd_n", LeastOfTwo},
    {"svd_s", LeastOfTwo},
    {"svd_f", LeastOfTwo},
    {"qr_reduced", LeastOfTwo},
    {"qr_r", LeastOfTwo},
    {"qr_raw", LeastOfTwo},
    {"lstsq", [](const Call&, const int64_t* dims) { return dims[3] == std::min(dims[0], dims[1]); }},
    {"interp", [](const Call&, const int64_t* dims) { return dims[2] == 2 && (dims[0] == 0 || dims[1] > 0); }},
    {"histogram", Edges},
    {"weighted_histogram", Edges},
    {"order_keys",
     [](const Call& call, const int64_t* dims) {
       const char type = call.loop->types[0];
       return dims[1] == (type == 'F' || type == 'D' ? 3 : 1) && Gapless(call, 1);
     }},
    {"groups",
     [](const Call& call, const int64_t*) {
       for (int i = 0; i < call.noperands; i++) {
         if (!Gapless(call, i)) return false;
       }
       return true;
     }},
};

}  // namespace

void CheckRelations(const Call& call) {
  using Holds = decltype(Relation::holds);
  static const std::vector<Holds>& table = *[] {
    const auto& ops = OpTable::Get().ops();
    auto* of_ops = new std::vector<Holds>(ops.size());  // never freed, as the table of operations
    for (const std::span<const Relation> relations : {std::span<const Relation>(kRelations), LinalgRelations()}) {
      for (const Relation& relation : relations) {
        const auto row = std::find_if(ops.begin(), ops.end(), [&](const Op& op) { return op.name == relation.name; });
        if (row == ops.end()) throw Error("ERR_INTERNAL", std::string(relation.name) + ": expected a row of this name");
        (*of_ops)[row - ops.begin()] = relation.holds;
      }
    }
    return of_ops;
  }();
  const Holds holds = table[static_cast<size_t>(call.op - OpTable::Get().ops().data())];
  if (holds != nullptr && !holds(call, call.core_dims)) {
    throw Error("ERR_INTERNAL", call.op->name + ": expected core dimensions that go together, received others");
  }
}

}  // namespace numblas
