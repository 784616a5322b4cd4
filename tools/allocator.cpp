// SPDX-License-Identifier: Apache-2.0

// What jemalloc, which the program is linked with, reads at its start.

#include <jemalloc/jemalloc.h>

#include <cstddef>

#include "lib/torch/shortcuts.hpp"

// Where sizes are multiples of a page, a large block takes an eighth more address space than it asks for (5.3.1).
#if JEMALLOC_VERSION_MAJOR * 10000 + JEMALLOC_VERSION_MINOR * 100 + JEMALLOC_VERSION_BUGFIX > 50300
#define AIMET_LARGE_BLOCKS ",disable_large_size_classes:false"
#else
#define AIMET_LARGE_BLOCKS
#endif

// By default it keeps address space in ever larger pieces, and --memory-limit would be reached a sixth too early.
// Memory stays for the next tensor of its size: a worker ends with its file, and a page that went back to the kernel
// costs as much again when it is written to. One arena, for one thread does nearly all of it.
const char* malloc_conf =
    "retain:false,narenas:1,oversize_threshold:0,dirty_decay_ms:100000,lg_extent_max_active_fit:40" AIMET_LARGE_BLOCKS;

namespace {

// jemalloc cuts small extents from a large one that was freed, instead of mapping each of thousands for itself: two
// thirds of the time for a model of 100,000 ops. It is there before a worker starts, so --memory-limit does not count
// it.
constexpr std::size_t kFirstExtent = std::size_t{64} << 20;

[[gnu::constructor]] void begin_with_a_large_extent() {
  if (!aimet::takes(aimet::Shortcut::first_extent)) return;
  std::size_t never = kFirstExtent * 1024;  // an extent from 8 MB on would go back at once, whatever malloc_conf says
  if (mallctl("arena.0.oversize_threshold", nullptr, nullptr, &never, sizeof never) != 0) return;
  if (void* extent = mallocx(kFirstExtent, 0)) dallocx(extent, 0);
}

}  // namespace
