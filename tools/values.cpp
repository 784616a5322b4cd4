// SPDX-License-Identifier: Apache-2.0
#include "tools/values.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <regex>

#include "lib/model/did_you_mean.hpp"
#include "lib/model/text.hpp"
#include "lib/report/escape.hpp"
#include "tools/known_checks.hpp"

namespace aimet {
namespace {

constexpr std::int64_t kFirstOpset = 7, kLastOpset = 20;
constexpr std::int64_t kMostJobs = 1024;
constexpr std::int64_t kLongestTimeout = 1'000'000;

std::string word_complaint(const std::string& word, const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), word) != known.end()) return "";
  return "there is no '" + escape(word) + "'" + suggestion(word, known) + " Choose one of " + joined(known);
}

}  // namespace

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  const auto near = did_you_mean(word, known);
  return near ? "; did you mean " + *near + "?" : ".";
}

bool glob_matches(const std::string& glob, const std::string& text) {
  return fnmatch(glob.c_str(), text.c_str(), 0) == 0;
}

void unknown_key(const std::string& key, const JsonPlace& place, const std::vector<std::string>& known) {
  place.fail("there is no key \"" + escape(key) + "\"" + suggestion(key, known) + " The keys are " + joined(known));
}

std::vector<std::string> check_ids() {
  std::vector<std::string> ids;
  for (const Check& check : known_checks()) ids.emplace_back(check.id);
  return ids;
}

std::string check_id_complaint(const std::string& id) {
  const auto ids = check_ids();
  if (std::find(ids.begin(), ids.end(), id) != ids.end()) return "";
  return "there is no check '" + escape(id) + "'" + suggestion(id, ids) + " --list-checks names them all";
}

std::string check_glob_complaint(const std::string& glob) {
  const auto ids = check_ids();
  if (std::any_of(ids.begin(), ids.end(), [&](const std::string& id) { return glob_matches(glob, id); })) return "";
  if (glob.find_first_of("*?[") == std::string::npos) return check_id_complaint(glob);
  return "no check's id matches '" + escape(glob) + "'. --list-checks names them all";
}

std::string aimet_version_complaint(const std::string& version) {
  // Only X.Y is significant; pip prints more: 1.22.0, 2.32.1, 2.0.0rc1, 1.34.0+torch-cpu.
  static const std::regex form(
      R"((\d{1,4})\.(\d{1,4})(\.\d{1,9}){0,3}((a|b|rc|\.post|\.dev)\d{1,9}){0,3}(\+[\w.-]{1,40})?)");
  constexpr std::size_t kLongest = 100;
  std::smatch part;
  if (version.size() > kLongest || !std::regex_match(version, part, form))
    return "'" + escape(version.substr(0, kLongest)) + "' is not a version such as 1.34 or 2.32.1";
  const std::int64_t major = *whole_number(part[1].str()), minor = *whole_number(part[2].str());
  if (major > 1 || (major == 1 && minor >= 13)) return "";
  return "AIMET " + version + " is too old: the rules of 1.13 and later are known";
}

std::string torch_version_complaint(const std::string& version) {
  return word_complaint(version, {"1.13", "2.6", "2.14"});
}

std::string opset_complaint(const std::string& number) {
  const auto opset = whole_number(number);
  if (opset && *opset >= kFirstOpset && *opset <= kLastOpset) return "";
  return "'" + escape(number) + "' is not an ONNX opset from 7 to 20";
}

std::string fail_on_complaint(const std::string& word) { return word_complaint(word, {"error", "warning", "never"}); }

std::string format_complaint(const std::string& word) {
  return word_complaint(word, {"text", "json", "jsonl", "sarif", "junit", "github", "html"});
}

std::string suggest_complaint(const std::string& word) { return word_complaint(word, {"text", "diff"}); }

std::string color_complaint(const std::string& word) { return word_complaint(word, {"auto", "always", "never"}); }

std::string positive_complaint(const std::string& number) {
  const auto value = whole_number(number);
  return value && *value > 0 ? "" : "'" + escape(number) + "' is not a whole number above zero";
}

std::string jobs_complaint(const std::string& number) {
  const auto jobs = whole_number(number);
  return jobs && *jobs >= 1 && *jobs <= kMostJobs ? "" : "'" + escape(number) + "' is not a number from 1 to 1024";
}

std::string seconds_complaint(const std::string& number) {
  const auto seconds = whole_number(number);
  return seconds && *seconds >= 1 && *seconds <= kLongestTimeout
             ? ""
             : "'" + escape(number) + "' is not a whole number of seconds from 1 to 1000000";
}

std::string path_map_complaint(const std::string& map) {
  const std::size_t equals = map.find('=');
  return equals != std::string::npos && equals > 0 ? "" : "'" + escape(map) + "' is not of the form FROM=TO";
}

std::string bytes_of_size(std::string& size) {
  static const std::regex form(R"((\d{1,15})([kKmMgGtT]?)(i?[bB])?)");
  std::smatch part;
  const bool fits = std::regex_match(size, part, form);
  const std::size_t power =
      fits && part[2].length() ? std::string_view("kmgt").find(static_cast<char>(part[2].str()[0] | 0x20)) + 1 : 0;
  const std::int64_t count = fits ? *whole_number(part[1].str()) : 0;
  if (count < 1 || count > (std::numeric_limits<std::int64_t>::max() >> (10 * power)))
    return "'" + escape(size) + "' is not a size such as 4G, 500M or 1073741824";
  size = std::to_string(count << (10 * power));
  return "";
}

FailOn fail_on_of(const std::string& word) {
  return word == "never" ? FailOn::never : word == "warning" ? FailOn::warning : FailOn::error;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, value);
  if (failure != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace aimet
