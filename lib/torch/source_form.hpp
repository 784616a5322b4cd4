// SPDX-License-Identifier: Apache-2.0
#pragma once
// Scripted, traced, frozen: decided from what the file still holds.

#include "lib/model/model.hpp"

namespace aimet {

// Sets Module::traced of each module that was called, and Model::form. Needs the whole snapshot.
void find_source_form(Model& model);

}  // namespace aimet
