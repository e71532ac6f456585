// Sorting and selecting keys: vqsort, with the first partitions made by all threads together.
#include "sort/keys.h"

#include <limits>
#include <mutex>
#include <utility>
#include <vector>

#include "iterate/scratch.h"
#include "sort/vector.h"

namespace numblas {
namespace {

inline constexpr int64_t kParallel = 1 << 15;  // shorter ones are one thread's work
inline constexpr int64_t kSample = 255;
inline constexpr int64_t kSampled = 1 << 14;  // longer ones are narrowed by a sample before one key is selected
inline constexpr int64_t kSelectSample = 1 << 10;
inline constexpr int64_t kMargin = 48;  // places of the sample on each side: 1.5 sqrt(kSelectSample)

struct Range {
  int64_t begin;
  int64_t end;
};

template <class K>
K SampleMedian(const K* keys, int64_t n) {
  K sample[kSample];
  for (int64_t i = 0; i < kSample; i++) sample[i] = keys[(2 * i + 1) * n / (2 * kSample)];
  std::nth_element(sample, sample + kSample / 2, sample + kSample);
  return sample[kSample / 2];
}

// Partitions by all threads: each its own chunk, then keys on the wrong side of the common bound change places.
template <class K>
int64_t PartitionTogether(K* keys, int64_t n, K pivot, int64_t chunks) {
  std::vector<Range> parts(chunks);  // each chunk's keys after the pivot
  Pool::Get().For(chunks, [&](int64_t i) {
    const int64_t begin = n * i / chunks;
    const int64_t end = n * (i + 1) / chunks;
    parts[i] = {begin + static_cast<int64_t>(KeyKernelsOf<K>().partition(keys + begin, end - begin, pivot)), end};
  });
  int64_t bound = 0;
  for (int64_t i = 0; i < chunks; i++) bound += parts[i].begin - n * i / chunks;
  // Large keys before the bound, small ones behind it: as many of each.
  std::vector<Range> large;
  std::vector<Range> small;
  for (int64_t i = 0; i < chunks; i++) {
    if (parts[i].begin < bound && parts[i].end > parts[i].begin) {
      large.push_back({parts[i].begin, std::min(parts[i].end, bound)});
    }
    const int64_t begin = std::max(n * i / chunks, bound);
    if (begin < parts[i].begin) small.push_back({begin, parts[i].begin});
  }
  for (size_t a = 0, b = 0; a < large.size() && b < small.size();) {
    const int64_t count = std::min(large[a].end - large[a].begin, small[b].end - small[b].begin);
    std::swap_ranges(keys + large[a].begin, keys + large[a].begin + count, keys + small[b].begin);
    if ((large[a].begin += count) == large[a].end) a++;
    if ((small[b].begin += count) == small[b].end) b++;
  }
  return bound;
}

template <class K>
int64_t Partition(K* keys, int64_t n, K pivot) {
  const int64_t threads = Pool::Get().threads();
  if (n < 4 * kParallel || threads == 1 || Pool::InsideTask()) {
    return static_cast<int64_t>(KeyKernelsOf<K>().partition(keys, n, pivot));
  }
  return PartitionTogether(keys, n, pivot, threads);
}

// Two keys of a sample, which most likely have the wanted one between them, leave few to look at (Floyd and Rivest,
// "Expected time bounds for selection", 1975).
template <class K>
void SelectKey(K* keys, int64_t n, int64_t rank) {
  if (n >= kSampled) {
    K sample[kSelectSample];
    for (int64_t i = 0; i < kSelectSample; i++) sample[i] = keys[(2 * i + 1) * n / (2 * kSelectSample)];
    KeyKernelsOf<K>().sort(sample, kSelectSample);
    const int64_t at = rank * kSelectSample / n;
    for (const int64_t place : {at + kMargin, at - kMargin}) {
      if (place < 0 || place >= kSelectSample) continue;
      const int64_t bound = Partition(keys, n, sample[place]);
      if (rank < bound) {
        n = bound;
      } else {
        keys += bound;
        rank -= bound;
        n -= bound;
      }
    }
  }
  KeyKernelsOf<K>().select(keys, n, rank);
}

// The sample's keys that most likely have the wanted one between them.
template <class K>
struct Bounds {
  K low;
  K high;
};
template <class K, class KeyAt>
Bounds<K> BoundsOf(int64_t n, int64_t rank, const KeyAt& key_at) {
  K sample[kSelectSample];
  for (int64_t i = 0; i < kSelectSample; i++) sample[i] = key_at((2 * i + 1) * n / (2 * kSelectSample));
  KeyKernelsOf<K>().sort(sample, kSelectSample);
  const int64_t at = rank * kSelectSample / n;
  return {at < kMargin ? std::numeric_limits<K>::min() : sample[at - kMargin],
          at + kMargin >= kSelectSample ? std::numeric_limits<K>::max() : sample[at + kMargin]};
}

}  // namespace

template <class T>
bool SelectApart(const BitsOf<T>* in, int64_t n, int64_t rank, BitsOf<T>* out) {
  using K = KeyOf<T>;
  static_assert(sizeof(K) == sizeof(T));
  if (n < kSampled) return false;
  const auto bounds = BoundsOf<K>(n, rank, [&](int64_t i) { return Keys<T>::Encode(in[i]); });
  const Scratch memory((n + 64) * sizeof(K));
  K* middle = memory.as<K>();
  const Split split =
      KeyKernelsOf<K>().split[static_cast<int>(kEncodingOf<T>)](in, n, bounds.low, bounds.high, out, middle);
  const auto below = static_cast<int64_t>(split.below);
  const auto count = static_cast<int64_t>(split.middle);
  if (split.nan || rank < below || rank >= below + count) return false;
  for (int64_t i = 0; i < count; i++) middle[i] = Keys<T>::Encode(middle[i]);
  KeyKernelsOf<K>().select(middle, count, rank - below);
  for (int64_t i = 0; i < count; i++) out[below + i] = Keys<T>::Decode(middle[i]);
  return true;
}

template <class K>
void SortKeys(K* keys, int64_t n) {
  const auto& kernels = KeyKernelsOf<K>();
  const int64_t threads = Pool::Get().threads();
  if (n < kParallel || threads == 1 || Pool::InsideTask()) {
    kernels.sort(keys, n);
    return;
  }
  std::vector<Range> ranges{{0, n}};
  for (int64_t pieces = 1; pieces < 2 * threads; pieces *= 2) {
    std::vector<Range> halves(2 * ranges.size());
    const auto split = [&](int64_t i, bool together) {
      const auto [begin, end] = ranges[i];
      int64_t bound = begin;
      if (end - begin >= kParallel / 4) {
        const K pivot = SampleMedian(keys + begin, end - begin);
        bound += together ? PartitionTogether(keys + begin, end - begin, pivot, threads)
                          : kernels.partition(keys + begin, end - begin, pivot);
      }
      halves[2 * i] = {begin, bound};
      halves[2 * i + 1] = {bound, end};
    };
    const auto count = static_cast<int64_t>(ranges.size());
    if (count < threads) {
      for (int64_t i = 0; i < count; i++) split(i, true);
    } else {
      Pool::Get().For(count, [&](int64_t i) { split(i, false); });
    }
    ranges = std::move(halves);
  }
  // Long ones first, so that no thread is left with one at the end.
  std::sort(ranges.begin(), ranges.end(), [](Range a, Range b) { return a.end - a.begin > b.end - b.begin; });
  Pool::Get().For(static_cast<int64_t>(ranges.size()), [&](int64_t i) {
    if (ranges[i].end - ranges[i].begin > 1) kernels.sort(keys + ranges[i].begin, ranges[i].end - ranges[i].begin);
  });
}

template <class K>
void SelectKeys(K* keys, int64_t n, const int64_t* ranks, int64_t count) {
  if (count == 0 || n < 2) return;
  const int64_t middle = count / 2;
  const int64_t rank = ranks[middle];
  SelectKey(keys, n, rank);
  SelectKeys(keys, rank, ranks, middle);
  std::vector<int64_t> above;
  for (int64_t i = middle + 1; i < count; i++) {
    if (ranks[i] > rank) above.push_back(ranks[i] - rank - 1);
  }
  SelectKeys(keys + rank + 1, n - rank - 1, above.data(), static_cast<int64_t>(above.size()));
}

template void SortKeys(int32_t*, int64_t);
template void SortKeys(int64_t*, int64_t);
template void SelectKeys(int32_t*, int64_t, const int64_t*, int64_t);
template void SelectKeys(int64_t*, int64_t, const int64_t*, int64_t);

template bool SelectApart<int32_t>(const int32_t*, int64_t, int64_t, int32_t*);
template bool SelectApart<uint32_t>(const int32_t*, int64_t, int64_t, int32_t*);
template bool SelectApart<int64_t>(const int64_t*, int64_t, int64_t, int64_t*);
template bool SelectApart<uint64_t>(const int64_t*, int64_t, int64_t, int64_t*);
template bool SelectApart<float>(const int32_t*, int64_t, int64_t, int32_t*);
template bool SelectApart<double>(const int64_t*, int64_t, int64_t, int64_t*);

std::pair<int64_t, int64_t> ExtentOf(const char* in, intptr_t stride, int64_t n) {
  std::mutex mutex;
  int64_t low = *reinterpret_cast<const int64_t*>(in);
  int64_t high = low;
  WithStride<int64_t>(stride, [&](auto step) {
    ForParts(n, [&](int64_t begin, int64_t end) {
      // Several of each: a comparison waits for the one before.
      constexpr int64_t kLanes = 4;
      int64_t least[kLanes];
      int64_t most[kLanes];
      const auto at = [&](int64_t i) { return *reinterpret_cast<const int64_t*>(in + i * step); };
      std::fill_n(least, kLanes, at(begin));
      std::fill_n(most, kLanes, least[0]);
      const auto take = [&](int64_t i, int64_t lane) {
        const int64_t v = at(i);
        least[lane] = std::min(least[lane], v);
        most[lane] = std::max(most[lane], v);
      };
      int64_t i = begin;
      for (; i + kLanes <= end; i += kLanes) {
        for (int64_t lane = 0; lane < kLanes; lane++) take(i + lane, lane);
      }
      for (; i < end; i++) take(i, 0);
      const std::lock_guard lock(mutex);
      low = std::min(low, *std::min_element(least, least + kLanes));
      high = std::max(high, *std::max_element(most, most + kLanes));
    });
  });
  return {low, high};
}

}  // namespace numblas
