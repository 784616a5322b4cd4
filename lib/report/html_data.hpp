// SPDX-License-Identifier: Apache-2.0
#pragma once
// The page's data, as JSON for its script. All text in it is already escaped for display, and no text can end the
// script element.

#include "lib/report/dump.hpp"
#include "lib/report/pieces.hpp"
#include "lib/report/render.hpp"

namespace aimet {

// Appends an element of "models".
void put_html_model(Pieces& out, const ModelReport& model, const RenderOptions& options);
// Returns the text before and after the elements. Uses the tool, summary and diff of `head`.
Shell html_shell(const Report& head);

}  // namespace aimet
