// SPDX-License-Identifier: Apache-2.0
#include "lib/model/error.hpp"
#include "tests/fuzz/file_in_memory.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/targets.hpp"
#include "tools/baseline.hpp"
#include "tools/config.hpp"

namespace aimet::fuzz {
namespace {

template <typename Read>
void check_read(std::string_view bytes, Read read) {
  const FileInMemory file(bytes);
  try {
    read(file.path());
  } catch (const RunError& error) {
    promise(error.kind() == ErrorKind::usage, "a file of settings that is wrong is a usage error");
    promise(std::string(error.what()).find_first_of("\n\r\x1b") == std::string::npos,
            "a message is one printable line");
  }
}

}  // namespace

void config(std::string_view bytes) {
  check_read(bytes, [](const std::string& path) { promise(!read_config(path).empty(), "a config has its own layer"); });
}

void baseline(std::string_view bytes) {
  check_read(bytes, [](const std::string& path) {
    const Baseline known = Baseline::read(path);
    ModelReport report;
    report.path = "m.pt";
    promise(known.take_known(report).known == 0, "no finding, none known");
    const FileInMemory copy("");
    known.write(copy.path());
    promise(Baseline::read(copy.path()).size() == known.size(), "what is written can be read back");
  });
}

}  // namespace aimet::fuzz
