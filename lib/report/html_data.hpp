// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the page shows, as the JSON that its script reads. Every text in it is escaped for people already, and nothing
// in it ends the script element.

#include "lib/report/dump.hpp"
#include "lib/report/pieces.hpp"
#include "lib/report/render.hpp"

namespace aimet {

// An element of "models".
void put_html_model(Pieces& out, const ModelReport& model, const RenderOptions& options);
// What is before and after the elements. Of `head` all but the models.
Shell html_shell(const Report& head);

}  // namespace aimet
