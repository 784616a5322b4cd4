// SPDX-License-Identifier: Apache-2.0
#pragma once
// Shortcuts past LibTorch, each taken for its time or its memory alone: without it the report is the same
// (tests/shortcuts_test.py). `scripts/bench shortcuts` measures what each one gains.
//
// Switched off by their names, separated by commas, or by "all": for a build with -DAIMET_WITHOUT=NAMES, for a run with
// AIMET_VALIDATE_WITHOUT=NAMES in the environment, which replaces those of the build.

#include <string>

namespace aimet {

enum class Shortcut {
  mapped_weights,    // weights are mapped from the file, not copied
  shared_graph,      // the exporter's passes take the graph that was inlined for the checks
  no_freezing,       // freeze_module is left out where it would change nothing that is asked for
  skipped_passes,    // passes that would change nothing are left out, by the signs in pass_needs.hpp
  spread_constants,  // a constant with very many uses is copied, so that passes stay linear
  stub_libraries,    // libraries of which LibTorch uses nothing are replaced by empty ones
  first_extent,      // jemalloc begins with one large extent, see tools/allocator.cpp
};

// Whether this run takes it.
bool takes(Shortcut shortcut);

// Says where the first unknown name was given, and lists the known ones; empty if all are known.
std::string unknown_shortcuts();

}  // namespace aimet
