// SPDX-License-Identifier: Apache-2.0

// Runs the fuzzers' targets on every input of the corpus: seeds, and inputs that once broke a target.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "tests/fuzz/targets.hpp"
#include "tests/support/catch.hpp"
#include "tools/earlier_reports.hpp"

using namespace aimet;
namespace fs = std::filesystem;

namespace {

const fs::path kCorpus = fs::path(AIMET_SOURCE_DIR) / "tests" / "fuzz" / "corpus";

std::string bytes_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("every target keeps its promises on every input of its corpus") {
  for (const fuzz::Target& target : fuzz::targets()) {
    std::size_t inputs = 0;
    for (const fs::directory_entry& file : fs::directory_iterator(kCorpus / target.name)) {
      INFO(file.path().string());
      CHECK_NOTHROW(target.run(bytes_of(file.path())));
      ++inputs;
    }
    INFO(target.name);
    CHECK(inputs > 0);
    CHECK_NOTHROW(target.run(""));
  }
}

TEST_CASE(
    "the reports of the corpus are of the form that is written today, so that more than their refusal is tested") {
  const fs::path reports = kCorpus / "json_report";
  CHECK(read_earlier_reports({(reports / "report.json").string()}).size() == 1);
  CHECK(read_earlier_reports({(reports / "report.jsonl").string()}).size() == 2);
}

TEST_CASE("every corpus has its target") {
  std::set<std::string> names, folders;
  for (const fuzz::Target& target : fuzz::targets()) names.insert(target.name);
  for (const fs::directory_entry& folder : fs::directory_iterator(kCorpus)) folders.insert(folder.path().filename());
  CHECK(folders == names);
}
