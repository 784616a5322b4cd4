// SPDX-License-Identifier: Apache-2.0

// The settings that jemalloc, which the program is linked with, reads at its start.

#include <jemalloc/jemalloc.h>

#include <cstddef>

#include "lib/torch/shortcuts.hpp"

// If jemalloc sizes large blocks in multiples of a page, they take an eighth more address space than requested (5.3.1).
#if JEMALLOC_VERSION_MAJOR * 10000 + JEMALLOC_VERSION_MINOR * 100 + JEMALLOC_VERSION_BUGFIX > 50300
#define AIMET_LARGE_BLOCKS ",disable_large_size_classes:false"
#else
#define AIMET_LARGE_BLOCKS
#endif

// retain: by default, jemalloc keeps address space in ever larger pieces, and --memory-limit would be reached a sixth
// too early.
// dirty_decay_ms: freed memory is kept for the next tensor of its size. A worker ends with its file, and a page that
// was returned to the kernel costs as much again when it is written to.
// narenas: one thread does nearly all allocations.
const char* malloc_conf =
    "retain:false,narenas:1,oversize_threshold:0,dirty_decay_ms:100000,lg_extent_max_active_fit:40" AIMET_LARGE_BLOCKS;

namespace {

// jemalloc cuts small extents from a large one that was freed, instead of mapping each of thousands separately. This
// reduces the time for a model of 100,000 ops to two thirds. The extent exists before a worker starts, so
// --memory-limit does not count it.
constexpr std::size_t kFirstExtent = std::size_t{64} << 20;

[[gnu::constructor]] void begin_with_a_large_extent() {
  if (!aimet::takes(aimet::Shortcut::first_extent)) return;
  std::size_t never = kFirstExtent * 1024;  // else an extent of 8 MB or more is returned at once, despite malloc_conf
  if (mallctl("arena.0.oversize_threshold", nullptr, nullptr, &never, sizeof never) != 0) return;
  if (void* extent = mallocx(kFirstExtent, 0)) dallocx(extent, 0);
}

}  // namespace
