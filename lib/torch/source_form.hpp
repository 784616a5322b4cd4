// SPDX-License-Identifier: Apache-2.0
#pragma once
// Decides whether the model is scripted, traced or frozen, from what the file contains.

#include "lib/model/model.hpp"

namespace aimet {

// Sets Module::traced of each module, and Model::form. Needs the whole snapshot.
void find_source_form(Model& model);

}  // namespace aimet
