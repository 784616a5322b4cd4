// SPDX-License-Identifier: Apache-2.0
#pragma once
// One self-contained page: findings, module tree and graph, for people who open a file. Nothing is loaded.

#include <string>

#include "lib/report/render.hpp"

namespace aimet {

std::string to_html(const Report& report, const RenderOptions& options);

// Whether the library that lays graphs out was there when the program was built.
bool html_has_graphs();

}  // namespace aimet
