// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <random>
#include <string>

#include "lib/check/suggestion_text.hpp"
#include "lib/model/error.hpp"
#include "lib/report/json.hpp"
#include "lib/report/parse_report.hpp"
#include "tests/report_sample.hpp"
#include "tests/support/catch.hpp"

using namespace aimet;

namespace {

std::string refusal(const std::string& bytes) {
  try {
    parse_model_report(bytes);
  } catch (const RunError& error) {
    CHECK(error.kind() == ErrorKind::internal);
    return error.what();
  }
  return "accepted";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string sample_line(std::size_t model) { return to_jsonl(sample_report().models.at(model)); }

}  // namespace

TEST_CASE("a model report comes back as it was written") {
  for (const ModelReport& model : sample_report().models) {
    const std::string line = to_jsonl(model);
    CHECK(line.find('\n') == line.size() - 1);
    CHECK(to_jsonl(parse_model_report(line)) == line);
  }
}

TEST_CASE("every field survives the way through JSON") {
  ModelReport model = sample_report().models.front();
  model.path = "模型 \x1b\xe2\x80\xae.pt\xe2\x80\xac";
  Finding& finding = model.checks[2].findings[0];
  finding.calls = INT64_MAX;
  const ModelReport back = parse_model_report(to_jsonl(model));
  CHECK(back.path == model.path);
  CHECK(back.status == model.status);
  CHECK(back.source == model.source);
  CHECK(back.mode == model.mode);
  CHECK(back.confinement == model.confinement);
  REQUIRE(back.checks.size() == model.checks.size());
  CHECK(back.checks[1].status == CheckStatus::skipped);
  CHECK(back.checks[1].reason == model.checks[1].reason);
  const Finding& returned = back.checks[2].findings[0];
  CHECK(returned.message == finding.message);
  CHECK(returned.help == finding.help);
  CHECK(returned.module == finding.module);
  CHECK(returned.module_type == finding.module_type);
  CHECK(returned.op == finding.op);
  CHECK(returned.calls == finding.calls);
  CHECK(returned.sources == finding.sources);
  REQUIRE(returned.suggestion.has_value());
  CHECK(define_text(*returned.suggestion) == define_text(*finding.suggestion));
  CHECK(use_text(*returned.suggestion) == use_text(*finding.suggestion));
  CHECK(returned.fingerprint == finding.fingerprint);
  CHECK_FALSE(back.checks[2].findings[5].suggestion.has_value());
  const ModelReport error = parse_model_report(sample_line(4));
  REQUIRE(error.error.has_value());
  CHECK(error.error->kind == ErrorKind::not_torchscript);
  CHECK(error.error->message == sample_report().models[4].error->message);
}

TEST_CASE("bytes that are not UTF-8 never stop a report") {
  ModelReport model;
  model.path = "caf\xe9.pt";
  CHECK(parse_model_report(to_jsonl(model)).path == "caf\\xe9.pt");
}

TEST_CASE("what a worker may not send is refused with the place and the reason") {
  struct Row {
    std::string from, to, expected;
  };
  const Row row = GENERATE(values<Row>({
      {"\"status\":\"failed\"", "\"status\":\"fine\"", "unknown word \"fine\" at /status"},
      {"\"status\":\"failed\"", "\"status\":1", "expected a string, found number at /status"},
      {"\"status\":\"failed\",", "", "\"status\" is missing at the top"},
      {"\"status\":\"failed\"", "\"status\":\"failed\",\"extra\":1", "members that do not belong at the top"},
      {"\"error\":null", "\"error\":{\"kind\":\"x\"}", "\"message\" is missing at /error"},
      {"missing-module", "Missing", "\"Missing\" is not an identifier at /checks/0/id"},
      {"\"confinement\":[", "\"confinement\":[3,", "expected a string, found number at /confinement/0"},
      {"\"line\":11", "\"line\":-1", "negative at /checks/0/findings/0/sources/0/line"},
      {"\"line\":11", "\"line\":99999999999", "too large at /checks/0/findings/0/sources/0/line"},
      {"\"line\":11", "\"line\":18446744073709551615", "too large"},
      {"\"line\":11", "\"line\":1.5", "expected an integer"},
      {"\"line\":11", "\"line\":1e999", "not valid JSON"},
      {"\"calls\":null", "\"calls\":9223372036854775808", "too large at /checks/0/findings/0/calls"},
      {"\"calls\":null", "\"calls\":true", "expected an integer, found boolean"},
      {"\"findings\":[", "\"findings\":7,\"f\":[", "do not belong at /checks/0"},
      {"\"checks\":[", "\"checks\":[[", "not valid JSON"},
      {"models/net.pt", "\xff", "not valid JSON"},
      {"models/net.pt", "\\ud800", "not valid JSON"},
  }));
  CHECK_THAT(refusal(replaced(sample_line(0), row.from, row.to)), ContainsSubstring(row.expected));
}

TEST_CASE("a report without end, without bottom or of countless values is refused") {
  CHECK_THAT(refusal(""), ContainsSubstring("it is empty"));
  CHECK_THAT(refusal("\xef\xbb\xbf" + sample_line(0)), ContainsSubstring("byte order mark"));
  CHECK_THAT(refusal("null"), ContainsSubstring("expected an object, found null at the top"));
  CHECK_THAT(refusal(sample_line(0).substr(0, 500)), ContainsSubstring("not valid JSON"));
  CHECK_THAT(refusal(sample_line(0) + "{}"), ContainsSubstring("not valid JSON"));
  CHECK_THAT(refusal(std::string(2'000'000, '[')), ContainsSubstring("nested more than 20 deep"));
  CHECK_THAT(refusal("{\"path\": 1, \"path\": 2}"), ContainsSubstring("is twice"));
  CHECK_THAT(refusal(std::string((64U << 20) + 1, ' ')), ContainsSubstring("bytes are too many"));
  std::string many = "[0";
  for (int i = 0; i < 4'000'001; ++i) many += ",0";
  CHECK_THAT(refusal(many + "]"), ContainsSubstring("more than 4000000 values"));
}

TEST_CASE("no edit of a report does more than being refused") {
  std::mt19937 random(7);
  const std::string line = sample_line(0).substr(0, 4000) + sample_line(0).substr(sample_line(0).size() - 2000);
  for (const std::string& start : {sample_line(0), sample_line(3), line}) {
    for (int round = 0; round < 1500; ++round) {
      std::string bytes = start;
      for (unsigned edits = random() % 4 + 1; edits > 0; --edits) {
        const std::size_t at = random() % bytes.size();
        switch (random() % 3) {
          case 0:
            bytes[at] = static_cast<char>(random());
            break;
          case 1:
            bytes.erase(at, random() % 20);
            break;
          default:
            bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 20));
            break;
        }
      }
      const std::string outcome = refusal(bytes);
      CHECK((outcome == "accepted" || ContainsSubstring("could not be read").match(outcome)));
    }
  }
}
