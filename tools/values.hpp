// SPDX-License-Identifier: Apache-2.0
#pragma once
// Validates the values of flags and of config keys. Each `..._complaint` returns "" for a valid value, else what was
// expected, for the end of "--flag: ...".

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/check/finding.hpp"
#include "lib/inputs/strict_json.hpp"
#include "lib/report/report.hpp"

namespace aimet {

// "; did you mean reused-module?", or "." if no known word is similar.
std::string suggestion(std::string_view word, const std::vector<std::string>& known);

// Shell wildcards; '*' also matches '.' and '/'.
bool glob_matches(const std::string& glob, const std::string& text);

// Throws RunError(ErrorKind::usage), whose message lists `known` and says what may have been meant.
[[noreturn]] void unknown_key(const std::string& key, const JsonPlace& place, const std::vector<std::string>& known);

std::vector<std::string> check_ids();

std::string check_id_complaint(const std::string& id);
std::string check_glob_complaint(const std::string& glob);
std::string aimet_version_complaint(const std::string& version);
std::string torch_version_complaint(const std::string& version);
std::string opset_complaint(const std::string& number);
std::string fail_on_complaint(const std::string& word);
std::string format_complaint(const std::string& word);
std::string suggest_complaint(const std::string& word);
std::string color_complaint(const std::string& word);
std::string positive_complaint(const std::string& number);
std::string jobs_complaint(const std::string& number);
std::string seconds_complaint(const std::string& number);
std::string path_map_complaint(const std::string& map);

// Replaces "4G" by the number of bytes. Returns "", or a complaint.
std::string bytes_of_size(std::string& size);

// `word` must have passed fail_on_complaint.
FailOn fail_on_of(const std::string& word);

// The whole number that the text consists of; nullopt if it contains anything else.
std::optional<std::int64_t> whole_number(std::string_view text);

}  // namespace aimet
