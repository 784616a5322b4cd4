// SPDX-License-Identifier: Apache-2.0
#include "tools/config.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include "lib/inputs/parse_shapes.hpp"
#include "lib/inputs/strict_json.hpp"
#include "lib/model/error.hpp"
#include "lib/report/escape.hpp"
#include "tools/files.hpp"
#include "tools/rules.hpp"
#include "tools/values.hpp"

namespace aimet {
namespace {

using Json = nlohmann::ordered_json;
using Strings = std::vector<std::string>;
using Complaint = std::string (*)(const std::string&);

[[noreturn]] void expected(const JsonPlace& place, const Json& found, const std::string& what) {
  place.fail("found " + describe_json(found) + ", expected " + what);
}

void check_word(const Json& value, const JsonPlace& place, const std::string& what, Complaint complaint) {
  if (!value.is_string()) expected(place, value, what);
  const std::string problem = complaint(value.get<std::string>());
  if (!problem.empty()) place.fail(problem);
}

void check_number(const Json& value, const JsonPlace& place, Complaint complaint) {
  if (!value.is_number_integer()) expected(place, value, "a whole number");
  const std::string problem = complaint(value.dump());
  if (!problem.empty()) place.fail(problem);
}

void check_strings(const Json& value, const JsonPlace& place) {
  if (!value.is_array()) expected(place, value, "an array of strings");
  for (std::size_t i = 0; i < value.size(); ++i)
    if (!value[i].is_string()) expected(place / i, value[i], "a string");
}

std::string level_complaint(const std::string& word) {
  static const Strings levels = {"off", "on", "note", "warning", "error"};
  if (std::find(levels.begin(), levels.end(), word) != levels.end()) return "";
  return "found \"" + escape(word) + "\", expected off, on, note, warning or error";
}

void add_checks(Json& values, const Json& checks, const JsonPlace& place) {
  if (!checks.is_object()) expected(place, checks, "an object such as {\"reused-module\": \"warning\"}");
  for (const auto& [id, level] : checks.items()) {
    const std::string problem = check_id_complaint(id);
    if (!problem.empty()) (place / id).fail(problem);
    check_word(level, place / id, "off, on, note, warning or error", level_complaint);
    values["checks." + id] = level;
  }
}

// Whether `key` is a setting. If so, checks its value and adds it to `values`.
bool add_setting(Json& values, const std::string& key, const Json& value, const JsonPlace& place) {
  if (key == "checks") {
    add_checks(values, value, place);
    return true;
  }
  if (key == "exclude_modules" || key == "allow_ops") {
    check_strings(value, place);
  } else if (key == "aimet_version") {
    check_word(value, place, "a string such as \"2.14\"", aimet_version_complaint);
  } else if (key == "torch_version") {
    check_word(value, place, "a string such as \"2.6\"", torch_version_complaint);
  } else if (key == "opset") {
    check_number(value, place, opset_complaint);
  } else if (key == "max_ops") {
    check_number(value, place, positive_complaint);
  } else if (key == "static") {
    if (!value.is_boolean()) expected(place, value, "true or false");
  } else {
    return false;
  }
  values[key] = value;
  return true;
}

const Strings kSettingKeys = {"checks",        "exclude_modules", "allow_ops", "aimet_version",
                              "torch_version", "opset",           "static",    "max_ops"};

void read_files_glob(SettingLayer& layer, const Json& entry, const JsonPlace& place) {
  if (!entry.is_object()) expected(place, entry, "an object with \"files\"");
  if (!entry.contains("files")) place.fail("\"files\" is missing: the glob of the files that this is for");
  if (!entry["files"].is_string() || entry["files"].get<std::string>().empty())
    expected(place / "files", entry["files"], "a glob such as \"models/*.pt\"");
  layer.files = entry["files"].get<std::string>();
}

// Paths in a config are relative to the config's folder.
std::string from_folder(const std::string& folder, const std::string& path) {
  return (std::filesystem::path(folder) / path).string();
}

SampleSpec read_inputs(const std::string& key, const Json& value, const std::string& folder, const JsonPlace& place) {
  if (key == "input_shape") {
    check_strings(value, place);
  } else if (!value.is_string()) {
    expected(place, value, "the path of an input spec");
  }
  try {
    if (key == "input_shape") return parse_input_shapes(value.get<Strings>());
    return read_input_spec(from_folder(folder, value.get<std::string>()));
  } catch (const RunError& error) {
    place.fail(error.what());
  }
}

void read_inputs_entry(SettingLayer& layer, const Json& entry, const JsonPlace& place) {
  read_files_glob(layer, entry, place);
  if (entry.contains("input_shape") && entry.contains("input_spec"))
    place.fail("found both input_shape and input_spec, expected one of them");
  for (const auto& [key, value] : entry.items()) {
    if (key == "files") continue;
    if (key != "input_shape" && key != "input_spec") unknown_key(key, place, {"files", "input_shape", "input_spec"});
    layer.inputs = read_inputs(key, value, layer.folder, place / key);
    layer.values["inputs"] = {{key, value}};
  }
  if (!layer.inputs) place.fail("found neither input_shape nor input_spec");
}

void read_overrides_entry(SettingLayer& layer, const Json& entry, const JsonPlace& place) {
  read_files_glob(layer, entry, place);
  for (const auto& [key, value] : entry.items()) {
    if (key == "files" || add_setting(layer.values, key, value, place / key)) continue;
    Strings known = kSettingKeys;
    known.insert(known.begin(), "files");
    unknown_key(key, place, known);
  }
}

using ReadEntry = void (*)(SettingLayer&, const Json&, const JsonPlace&);

void read_entries(std::vector<SettingLayer>& layers, const Json& entries, const JsonPlace& place, ReadEntry read) {
  if (!entries.is_array()) expected(place, entries, "an array of objects with \"files\"");
  for (std::size_t i = 0; i < entries.size(); ++i) {
    SettingLayer layer{(place / i).text(), {}, layers.front().folder, Json::object(), {}};
    read(layer, entries[i], place / i);
    layers.push_back(std::move(layer));
  }
}

void read_own_settings(SettingLayer& layer, const Json& config, const JsonPlace& place) {
  for (const auto& [key, value] : config.items()) {
    if (key == "$schema" || key == "inputs" || key == "overrides" || key == "rules" || key == "allow") continue;
    if (key == "fail_on") {
      check_word(value, place / key, "error, warning or never", fail_on_complaint);
      layer.values[key] = value;
    } else if (!add_setting(layer.values, key, value, place / key)) {
      Strings known = kSettingKeys;
      known.insert(known.end(), {"fail_on", "inputs", "overrides", "rules", "allow"});
      unknown_key(key, place, known);
    }
  }
}

}  // namespace

namespace {

// Whether this user may own a config that is found without --config. As for git's safe.directory: root, the effective
// user, and for root under sudo the invoking user.
bool is_trusted(uid_t owner) {
  const char* before_sudo = geteuid() == 0 ? std::getenv("SUDO_UID") : nullptr;
  return owner == 0 || owner == geteuid() || (before_sudo != nullptr && std::to_string(owner) == before_sudo);
}

// Checks both the owner of a symbolic link and the owner of its target.
void refuse_of_others(const std::string& path) {
  struct stat link {};
  struct stat file {};
  if (lstat(path.c_str(), &link) != 0 || stat(path.c_str(), &file) != 0) return;  // reading the file reports the error
  for (const uid_t owner : {link.st_uid, file.st_uid}) {
    if (is_trusted(owner)) continue;
    throw RunError(ErrorKind::usage, "the config " + escape(path) + " belongs to another user (uid " +
                                         std::to_string(owner) +
                                         "); name it with --config if you trust it, or give --no-config");
  }
}

}  // namespace

std::optional<std::string> find_config() {
  std::error_code failure;
  for (auto folder = std::filesystem::current_path(failure); !failure; folder = folder.parent_path()) {
    const auto config = folder / kConfigName;
    std::error_code missing;
    if (std::filesystem::exists(config, missing)) {
      refuse_of_others(config.string());
      return config.string();
    }
    if (folder == folder.parent_path()) break;
  }
  return std::nullopt;
}

std::vector<SettingLayer> read_config(const std::string& path) {
  const Json config = parse_strict_json(read_text_file(path, "the config"), escape(path));
  const JsonPlace place(escape(path));
  if (!config.is_object()) expected(place, config, "an object");
  set_rules_of_config(read_rules(config, place));  // before the settings: "checks" may name the rules
  std::error_code ignored;
  const std::string folder = std::filesystem::absolute(path, ignored).lexically_normal().parent_path().string();
  std::vector<SettingLayer> layers = {{escape(path), {}, folder, Json::object(), {}}};
  read_own_settings(layers.front(), config, place);
  if (config.contains("inputs")) read_entries(layers, config["inputs"], place / "inputs", read_inputs_entry);
  if (config.contains("overrides"))
    read_entries(layers, config["overrides"], place / "overrides", read_overrides_entry);
  return layers;
}

}  // namespace aimet
