// SPDX-License-Identifier: Apache-2.0

// Compares each rendering of one report byte for byte. After an intended change, run APPROVE=1 report_approved_test and
// review the git diff.

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/report_sample.hpp"
#include "tests/support/catch.hpp"

using namespace aimet;

namespace {

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// Replaces the checkout's path, the only path that differs between checkouts.
std::string without_checkout(std::string text) {
  const std::string checkout = AIMET_SOURCE_DIR;
  for (auto at = text.find(checkout); at != std::string::npos; at = text.find(checkout, at))
    text.replace(at, checkout.size(), "/checkout");
  return text;
}

void check_approved(const std::string& name, const std::string& rendered) {
  const std::string path = AIMET_SOURCE_DIR "/tests/approved/report/" + name;
  const std::string actual = without_checkout(rendered);
  if (std::getenv("APPROVE") != nullptr) std::ofstream(path, std::ios::binary) << actual;
  INFO(path);
  CHECK(actual == read(path));
}

RenderOptions on_terminal(int width) {
  RenderOptions options = sample_options();
  options.text.colour = true;
  options.text.width = width;
  return options;
}

}  // namespace

TEST_CASE("the text report in a pipe is plain") {
  const std::string text = render(sample_report(), Format::text, sample_options());
  check_approved("piped.txt", text);
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("the text report on a terminal is coloured and wrapped") {
  check_approved("terminal-80.txt", render(sample_report(), Format::text, on_terminal(80)));
}

TEST_CASE("the verbose text report folds nothing and shows what the model printed") {
  RenderOptions options = sample_options();
  options.text.verbose = true;
  check_approved("verbose.txt", render(sample_report(), Format::text, options));
}

TEST_CASE("the quiet text report is about the files that did not pass") {
  RenderOptions options = sample_options();
  options.text.quiet = true;
  check_approved("quiet.txt", render(sample_report(), Format::text, options));
}

TEST_CASE("the JSON report") { check_approved("report.json", render(sample_report(), Format::json, sample_options())); }

TEST_CASE("the JSON lines report") {
  check_approved("report.jsonl", render(sample_report(), Format::jsonl, sample_options()));
}

TEST_CASE("the SARIF report") {
  check_approved("report.sarif", render(sample_report(), Format::sarif, sample_options()));
}

TEST_CASE("the JUnit report") {
  check_approved("report.junit.xml", render(sample_report(), Format::junit, sample_options()));
}

TEST_CASE("the GitHub annotations") {
  check_approved("report.github.txt", render(sample_report(), Format::github, sample_options()));
}
