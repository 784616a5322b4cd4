// SPDX-License-Identifier: Apache-2.0
#pragma once
// What LibTorch made of a model takes longer to take apart than a process has to live after its report.

#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

#include "lib/torch/shortcuts.hpp"

namespace aimet {

// Does not destroy the parts where the process ends soon.
template <typename... Parts>
void leave_if(bool process_ends, Parts&&... parts) {
  if (process_ends && takes(Shortcut::no_teardown))
    static_cast<void>(std::make_unique<std::tuple<std::decay_t<Parts>...>>(std::move(parts)...).release());
}

}  // namespace aimet
