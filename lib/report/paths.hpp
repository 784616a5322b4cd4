// SPDX-License-Identifier: Apache-2.0
#pragma once
// How the paths of a report are resolved and shown.

#include <string>
#include <string_view>
#include <vector>

#include "lib/report/render.hpp"

namespace aimet {

// Compares the names only. A folder is not below itself.
bool is_below(std::string_view path, std::string_view folder);

// Applies the first path map that matches; only whole components match. Returns the path unchanged if none does.
std::string mapped_path(const std::string& path, const std::vector<PathMap>& maps);

// Returns the lexically absolute path; a relative path stays relative if `working_folder` is empty.
std::string absolute_path(const std::string& path, const std::string& working_folder);

// Returns the path relative to the working folder if it is below it, else unchanged.
std::string path_from(const std::string& path, const std::string& working_folder);

// RFC 3986: %-encodes every byte that is neither unreserved nor a slash.
std::string percent_encoded(std::string_view path);

}  // namespace aimet
