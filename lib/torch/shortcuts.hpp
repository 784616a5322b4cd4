// SPDX-License-Identifier: Apache-2.0
#pragma once
// Shortcuts past LibTorch, each used only because it saves time or memory: the report is the same without it
// (tests/shortcuts_test.py). `scripts/bench shortcuts` measures what each one gains.
//
// Shortcuts are switched off by a comma-separated list of their names, or by "all": for a build with
// -DAIMET_WITHOUT=NAMES, for a run with AIMET_VALIDATE_WITHOUT=NAMES in the environment, which replaces the list of the
// build.

#include <string>

namespace aimet {

enum class Shortcut {
  mapped_weights,    // weights are mapped from the file, not copied
  shared_graph,      // the exporter's passes reuse the graph that was inlined for the checks
  no_freezing,       // freeze_module is skipped if the result would be the same
  skipped_passes,    // passes that would change nothing are skipped, see pass_needs.hpp
  spread_constants,  // a constant with very many uses is copied, so that passes stay linear
  stub_libraries,    // libraries that LibTorch does not use are replaced by empty ones
  first_extent,      // jemalloc begins with one large extent, see tools/allocator.cpp
};

// Whether this run uses the shortcut.
bool takes(Shortcut shortcut);

// An error message that says where the first unknown name was given and lists the known ones; empty if all names are
// known.
std::string unknown_shortcuts();

}  // namespace aimet
