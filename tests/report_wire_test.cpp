// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <random>
#include <string>

#include "lib/check/limits.hpp"
#include "lib/model/error.hpp"
#include "lib/report/json.hpp"
#include "lib/report/wire.hpp"
#include "tests/report_sample.hpp"
#include "tests/support/catch.hpp"

using namespace aimet;

namespace {

std::string refusal(const std::string& bytes) {
  try {
    from_wire(bytes);
  } catch (const RunError& error) {
    CHECK(error.kind() == ErrorKind::internal);
    return error.what();
  }
  return "accepted";
}

// Replaces the first occurrence of the text `from`, with its length prefix, by `to` with its length prefix.
std::string with_text(const std::string& bytes, const std::string& from, const std::string& to) {
  const auto prefixed = [](const std::string& text) {
    std::string out;
    for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>((text.size() >> shift) & 0xff);
    return out + text;
  };
  const auto at = bytes.find(prefixed(from));
  REQUIRE(at != std::string::npos);
  return std::string(bytes).replace(at, prefixed(from).size(), prefixed(to));
}

std::string changed(std::string bytes, std::size_t at, unsigned char to) {
  bytes.at(at) = static_cast<char>(to);
  return bytes;
}

}  // namespace

TEST_CASE("a report is the same behind the pipe, down to each byte of its JSON") {
  for (const ModelReport& model : sample_report().models) {
    const ModelReport back = from_wire(to_wire(model));
    CHECK(to_jsonl(back) == to_jsonl(model));
    CHECK(to_wire(back) == to_wire(model));
  }
}

TEST_CASE("what JSON has no room for comes through as well") {
  ModelReport model = sample_report().models.front();
  Finding& finding = model.checks[2].findings[0];
  finding.calls = INT64_MAX;
  finding.edit = Edit{"net.py", "no\nroom"};
  model.path = std::string("a\0b\x1b", 4);
  const ModelReport back = from_wire(to_wire(model));
  CHECK(back.path == model.path);
  CHECK(back.checks[2].findings[0].calls == finding.calls);
  REQUIRE(back.checks[2].findings[0].edit.has_value());
  CHECK(back.checks[2].findings[0].edit->refused == "no\nroom");
}

TEST_CASE("bytes that are not UTF-8 leave the worker as text") {
  ModelReport model;
  model.path = "caf\xe9.pt";
  CHECK(from_wire(to_wire(model)).path == "caf\\xe9.pt");
}

TEST_CASE("what a worker may not send is refused, with its position") {
  ModelReport model;
  model.path = "p";
  model.error = ReportError{ErrorKind::corrupt, "why"};
  CheckResult check;
  check.id = "reused-module";
  Finding finding;
  finding.calls = 3;
  check.findings.push_back(finding);
  model.checks.push_back(check);
  const std::string bytes = to_wire(model);
  REQUIRE(refusal(bytes) == "accepted");
  CHECK_THAT(refusal(""), ContainsSubstring("ends too early at byte 0"));
  CHECK_THAT(refusal(bytes.substr(0, bytes.size() - 1)), ContainsSubstring("ends"));
  CHECK_THAT(refusal(bytes + "x"), ContainsSubstring("more follows at byte " + std::to_string(bytes.size())));
  CHECK_THAT(refusal(changed(bytes, 3, 0xff)), ContainsSubstring("ends within a text at byte 4"));
  CHECK_THAT(refusal(changed(bytes, 5, 3)), ContainsSubstring("word is unknown at byte 6"));  // the status
  CHECK_THAT(refusal(changed(bytes, 6, 2)), ContainsSubstring("neither present nor absent at byte 7"));
  CHECK_THAT(refusal(with_text(bytes, "p", "\xff")), ContainsSubstring("not UTF-8 at byte 5"));
  CHECK_THAT(refusal(with_text(bytes, "p", "\xed\xa0\x80")), ContainsSubstring("not UTF-8"));
  CHECK_THAT(refusal(changed(bytes, 7, 200)), ContainsSubstring("word is unknown at byte 8"));  // the error's kind
  CHECK_THAT(refusal(with_text(bytes, "reused-module", "Reused-module")),
             ContainsSubstring("an id is empty, too long, or not of a-z, 0-9 and -"));
  CHECK_THAT(refusal(with_text(bytes, "reused-module", "")),
             ContainsSubstring("an id is empty, too long, or not of a-z, 0-9 and -"));
  CHECK_THAT(refusal(with_text(bytes, "reused-module", std::string(65, 'a'))),
             ContainsSubstring("an id is empty, too long, or not of a-z, 0-9 and -"));
  const auto calls = bytes.find(std::string("\3\0\0\0\0\0\0\0", 8));
  REQUIRE(calls != std::string::npos);
  CHECK_THAT(refusal(changed(bytes, calls + 7, 0x80)), ContainsSubstring("number is out of range"));
}

TEST_CASE("a count that lies takes no memory before it is found out") {
  ModelReport model;
  const std::string bytes = to_wire(model);
  // The message ends with hints, checks, coverage, output and programs: four bytes each, coverage one byte, all of them
  // 0.
  CHECK_THAT(refusal(changed(bytes, bytes.size() - 14, 0xff)), ContainsSubstring("a list is too long"));
  CHECK_THAT(refusal(changed(bytes, bytes.size() - 17, 5)), ContainsSubstring("ends too early"));
}

TEST_CASE("the programs of a file share the bounds of its report") {
  ModelReport whole;
  whole.programs.resize(kMostPrograms);
  for (ModelReport& program : whole.programs) program.hints.resize(kMostHints / kMostPrograms);
  CHECK(refusal(to_wire(whole)) == "accepted");
  whole.programs.back().hints.emplace_back();
  CHECK_THAT(refusal(to_wire(whole)), ContainsSubstring("too many hints"));
  whole.programs.back() = {};
  CheckResult check;
  check.id = "reused-module";
  check.findings.resize(kMostFindings / 2);
  for (std::size_t i = 0; i < 2; ++i) whole.programs[i].checks.push_back(check);
  CHECK(refusal(to_wire(whole)) == "accepted");
  whole.programs[2].checks.push_back(check);
  CHECK_THAT(refusal(to_wire(whole)), ContainsSubstring("too many findings"));
  whole.programs[2] = {};
  whole.programs.emplace_back();
  CHECK_THAT(refusal(to_wire(whole)), ContainsSubstring("a list is too long"));
}

TEST_CASE("a text that is too long is cut on its way, and refused where it was not") {
  ModelReport model;
  model.path = "p";
  model.static_reason = std::string(kLongestText, 'x');
  CHECK(from_wire(to_wire(model)).static_reason == model.static_reason);
  const std::string sent = to_wire(model);
  CHECK_THAT(refusal(with_text(sent, model.static_reason, model.static_reason + "x")),
             ContainsSubstring("a text is too long"));
  std::string umlauts = "x";
  while (umlauts.size() < 2 * kLongestText) umlauts += "\xc3\xbc";
  model.static_reason = umlauts;
  const std::string cut = from_wire(to_wire(model)).static_reason;
  CHECK(cut.size() <= kLongestText);
  CHECK(cut.size() > kLongestText - 8);
  CHECK(cut.substr(cut.size() - 3) == "...");
  CHECK(umlauts.compare(0, cut.size() - 3, cut, 0, cut.size() - 3) == 0);
}

TEST_CASE("a finding is bounded in bytes too") {
  ModelReport model;
  model.checks.resize(1);
  model.checks[0].id = "reused-module";
  model.checks[0].findings.resize(2);
  for (Finding& finding : model.checks[0].findings) {
    finding.sources.resize(kLongestFinding / kLongestText - 1);
    for (SourceLocation& source : finding.sources) source.text.assign(kLongestText, 'x');
  }
  CHECK(refusal(to_wire(model)) == "accepted");
  model.checks[0].findings[1].sources.push_back(model.checks[0].findings[1].sources.front());
  CHECK_THAT(refusal(to_wire(model)), ContainsSubstring("a finding is too long"));
}

TEST_CASE("the names and arguments of suggestions are bounded") {
  ModelReport model;
  model.checks.resize(1);
  model.checks[0].id = "reused-module";
  model.checks[0].findings.resize(kMostParts / kMostPartsOfSuggestion + 1);
  for (std::size_t i = 1; i < model.checks[0].findings.size(); ++i)
    model.checks[0].findings[i].suggestion.emplace().attributes.resize(kMostPartsOfSuggestion);
  CHECK(refusal(to_wire(model)) == "accepted");
  model.checks[0].findings[0].suggestion.emplace().attributes.resize(1);
  CHECK_THAT(refusal(to_wire(model)), ContainsSubstring("suggestions are too long"));
  model.checks[0].findings.resize(1);
  model.checks[0].findings[0].suggestion->attributes.resize(kMostPartsOfSuggestion + 1);
  CHECK_THAT(refusal(to_wire(model)), ContainsSubstring("a list is too long"));
}

TEST_CASE("no edit of a report on its way does more than being refused") {
  std::mt19937 random(11);
  for (const std::size_t model : {0U, 3U, 4U}) {
    const std::string start = to_wire(sample_report().models.at(model));
    for (int round = 0; round < 3000; ++round) {
      std::string bytes = start;
      for (unsigned edits = random() % 4 + 1; edits > 0; --edits) {
        const std::size_t at = random() % bytes.size();
        if (random() % 2 == 0)
          bytes[at] = static_cast<char>(random());
        else
          bytes.erase(at, random() % 20);
        if (bytes.empty()) bytes = "x";
      }
      const std::string outcome = refusal(bytes);
      CHECK((outcome == "accepted" || ContainsSubstring("could not be read").match(outcome)));
    }
  }
}
