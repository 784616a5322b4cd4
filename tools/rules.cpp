// SPDX-License-Identifier: Apache-2.0
#include "tools/rules.hpp"

#include <algorithm>
#include <cctype>
#include <memory>
#include <set>
#include <utility>

#include "lib/check/allow_list.hpp"
#include "lib/model/did_you_mean.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/names.hpp"
#include "tools/known_checks.hpp"
#include "tools/pattern_json.hpp"
#include "tools/values.hpp"

namespace aimet {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& rule, const std::string& key, const JsonPlace& place) {
  if (!rule.contains(key)) place.fail("\"" + key + "\" is missing");
  if (!rule[key].is_string() || rule[key].get<std::string>().empty())
    (place / key).fail("found " + describe_json(rule[key]) + ", expected a text");
  return rule[key].get<std::string>();
}

std::string id_of(const Json& rule, const JsonPlace& place, std::set<std::string>& taken) {
  std::string id = text_of(rule, "id", place);
  if (!is_check_id(id)) (place / "id").fail("found \"" + escape(id) + "\", expected words such as no-gelu");
  if (!taken.insert(id).second) (place / "id").fail("there is a check " + id + " already; choose another id");
  return id;
}

Severity severity_of(const Json& rule, const JsonPlace& place) {
  if (!rule.contains("severity")) return Severity::error;
  for (const auto& [severity, name] : kSeverityNames)
    if (rule["severity"] == std::string(name)) return severity;
  (place / "severity").fail("found " + describe_json(rule["severity"]) + ", expected note, warning or error");
}

Rule rule_of(const Json& json, const JsonPlace& place, std::set<std::string>& taken) {
  if (!json.is_object()) place.fail("found " + describe_json(json) + ", expected an object with \"id\"");
  Rule rule;
  rule.match = read_pattern(json, place, {"id", "severity", "message", "help"});
  rule.id = id_of(json, place, taken);
  rule.severity = severity_of(json, place);
  rule.message = text_of(json, "message", place);
  if (json.contains("help")) rule.help = text_of(json, "help", place);
  const Pattern& match = rule.match;
  if (match.ops.empty() && match.classes.empty() && !match.asks_for_tensors())
    place.fail("it matches nothing in particular: name an op, a class, a dtype or a rank");
  return rule;
}

std::vector<Pattern> allow_of(const Json& json, const JsonPlace& place) {
  if (!json.is_array()) place.fail("found " + describe_json(json) + ", expected an array of ops");
  std::vector<Pattern> allowed;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i].is_string()) {
      allowed.push_back(read_pattern({{"op", json[i]}}, place / i, {}));
      continue;
    }
    if (!json[i].is_object()) (place / i).fail("found " + describe_json(json[i]) + ", expected an op or an object");
    allowed.push_back(read_pattern(json[i], place / i, {}));
    if (allowed.back().ops.empty() && allowed.back().classes.empty()) (place / i).fail("name an op or a class");
  }
  return allowed;
}

Needs needs_of(const Pattern& pattern) { return pattern.asks_for_tensors() ? Needs::tensors : Needs::nothing; }

Check check_of(const Rule& rule) {
  const auto shared = std::make_shared<const Rule>(rule);
  Check check;
  check = {rule.id, rule.message, rule.severity, needs_of(rule.match),
           [shared](const Model& model, const CheckOptions& options) { return matches_of(model, options, *shared); }};
  check.explanation = "## " + rule.id + "\n\nA rule of the config.\n\n### What it does\n" + rule.message + ".\n\n" +
                      described(rule.match) + (rule.help.empty() ? "" : "\n### Fix\n" + rule.help + ".\n");
  return check;
}

Check check_of(const std::vector<Pattern>& allowed) {
  const auto shared = std::make_shared<const std::vector<Pattern>>(allowed);
  Check check;
  check = {kNotAllowed, "the target that the config describes does not support the op", Severity::error, Needs::nothing,
           [shared](const Model& model, const CheckOptions& options) { return not_allowed(model, options, *shared); }};
  check.explanation = std::string("## ") + kNotAllowed +
                      "\n\nThe config lists under \"allow\" what a target supports.\n\n### What it does\nReports every "
                      "op that computes a tensor and is not one of these:\n\n";
  for (const Pattern& pattern : allowed) check.explanation += described(pattern);
  check.explanation += "\n### Fix\nWrite it with ops that the target supports, or add it to \"allow\".\n";
  return check;
}

OwnRules& current() {
  static OwnRules rules;
  return rules;
}

}  // namespace

bool is_check_id(const std::string& id) {
  const auto fits = [](unsigned char c) { return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '-'; };
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), fits) && id.front() != '-' &&
         id.back() != '-' && id.find("--") == std::string::npos;
}

OwnRules read_rules(const Json& config, const JsonPlace& place) {
  OwnRules own;
  set_rule_checks({});  // the ids of an earlier config's rules must not count as taken
  std::set<std::string> taken = {kNotAllowed};
  for (const Check& check : known_checks()) taken.insert(check.id);
  if (config.contains("rules")) {
    const Json& rules = config["rules"];
    if (!rules.is_array()) (place / "rules").fail("found " + describe_json(rules) + ", expected an array of objects");
    for (std::size_t i = 0; i < rules.size(); ++i) own.rules.push_back(rule_of(rules[i], place / "rules" / i, taken));
  }
  if (config.contains("allow")) own.allow = allow_of(config["allow"], place / "allow");
  return own;
}

std::vector<Check> checks_of(const OwnRules& own) {
  std::vector<Check> checks;
  for (const Rule& rule : own.rules) checks.push_back(check_of(rule));
  if (own.allow) checks.push_back(check_of(*own.allow));
  return checks;
}

const OwnRules& rules_of_config() { return current(); }
void set_rules_of_config(OwnRules rules) {
  current() = std::move(rules);
  set_rule_checks(checks_of(current()));
}

}  // namespace aimet
