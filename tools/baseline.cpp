// SPDX-License-Identifier: Apache-2.0
#include "tools/baseline.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "lib/inputs/strict_json.hpp"
#include "lib/model/error.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/write_file.hpp"
#include "tools/files.hpp"
#include "tools/settings.hpp"

namespace aimet {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;
constexpr JsonLimits kLimits{16, 10'000'000, 40'000'000, std::size_t{1} << 30};

std::string text_at(const Json& entry, const char* key, const JsonPlace& place) {
  if (!entry.is_object() || !entry.contains(key) || !entry[key].is_string())
    place.fail(std::string("the string \"") + key + "\" is missing; --write-baseline writes such a file");
  return entry[key].get<std::string>();
}

}  // namespace

Baseline::Baseline(const std::string& path) {
  std::error_code ignored;
  folder_ = std::filesystem::absolute(path, ignored).lexically_normal().parent_path().string();
}

Baseline Baseline::read(const std::string& path) {
  Baseline baseline(path);
  const JsonPlace place(escape(path));
  const Json json = parse_strict_json(read_text_file(path, "--baseline"), escape(path), kLimits);
  if (!json.is_object() || json.value("schema_version", Json()) != kSchemaVersion || !json.contains("models") ||
      !json["models"].is_object())
    place.fail(
        "this is no baseline: expected {\"schema_version\": 1, \"models\": {...}}, as --write-baseline writes it");
  for (const auto& [model, findings] : json["models"].items()) {
    const JsonPlace at = place / "models" / model;
    if (!findings.is_array()) at.fail("found " + describe_json(findings) + ", expected an array of findings");
    for (std::size_t i = 0; i < findings.size(); ++i)
      baseline.models_[model][text_at(findings[i], "fingerprint", at / i)] = {text_at(findings[i], "check", at / i),
                                                                              text_at(findings[i], "message", at / i)};
  }
  return baseline;
}

std::string Baseline::key_of(const std::string& model) const {
  std::error_code ignored;
  const auto path = std::filesystem::absolute(model, ignored).lexically_normal();
  return valid_utf8(path.lexically_relative(folder_).string());
}

void Baseline::add(const ModelReport& report) {
  for (const CheckResult& check : report.checks)
    for (const Finding& finding : check.findings)
      models_[key_of(report.path)][finding.fingerprint] = {check.id, valid_utf8(finding.message)};
}

void Baseline::write(const std::string& path) const {
  Json models = Json::object();
  for (const auto& [model, findings] : models_) {
    Json& list = models[model] = Json::array();
    for (const auto& [fingerprint, known] : findings)
      list.push_back({{"fingerprint", fingerprint}, {"check", known.check}, {"message", known.message}});
  }
  write_file(path, Json{{"schema_version", kSchemaVersion}, {"models", models}}.dump(2) + '\n');
}

Baseline::Comparison Baseline::take_known(ModelReport& report) const {
  Comparison comparison;
  const auto model = models_.find(key_of(report.path));
  if (model == models_.end()) return comparison;
  std::set<std::string> met, ran;
  for (CheckResult& check : report.checks) {
    if (check.status != CheckStatus::passed && check.status != CheckStatus::failed) continue;
    ran.insert(check.id);
    const auto known = [&](const Finding& finding) {
      return model->second.count(finding.fingerprint) > 0 && met.insert(finding.fingerprint).second;
    };
    const std::size_t before = check.findings.size();
    check.findings.erase(std::remove_if(check.findings.begin(), check.findings.end(), known), check.findings.end());
    comparison.known += before - check.findings.size();
    update_status(check);
  }
  for (const auto& [fingerprint, known] : model->second)
    if (met.count(fingerprint) == 0 && ran.count(known.check) > 0)
      comparison.gone.push_back(escape(report.path) + ": " + escape(known.check) + ": " + escape(known.message));
  return comparison;
}

std::size_t Baseline::size() const {
  std::size_t count = 0;
  for (const auto& entry : models_) count += entry.second.size();
  return count;
}

}  // namespace aimet
