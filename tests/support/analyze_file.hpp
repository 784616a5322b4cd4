// SPDX-License-Identifier: Apache-2.0
#pragma once
// Loads a file of testdata with lib/torch.

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "lib/inputs/parse_spec.hpp"
#include "lib/model/model.hpp"
#include "lib/torch/library.hpp"

// Defined in lib/torch/entry.cpp: the only symbol that aimet_torch exports.
extern "C" const aimet::TorchLibrary aimet_torch_library;

namespace aimet::test {

inline std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// `name` is relative to testdata: "alias.traced.pt".
inline Model analyze_file(const std::string& name, const AnalyzeOptions& options = {}) {
  const std::string path = std::string(AIMET_TESTDATA "/") + name;
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) throw std::runtime_error("cannot open " + path);
  struct Closed {
    int fd;
    ~Closed() { ::close(fd); }
  } const closed{fd};
  return aimet_torch_library.analyze(fd, path, options);
}

inline Model read_file(const std::string& name) {
  AnalyzeOptions options;
  options.static_run = true;
  return analyze_file(name, options);
}

// Runs the model on `spec`, the text of an --input-spec file; if it is empty, on the NAME.inputs.json next to the
// model.
inline Model run_file(const std::string& name, const std::string& spec = "") {
  const std::string beside = std::string(AIMET_TESTDATA "/") + name.substr(0, name.find('.')) + ".inputs.json";
  AnalyzeOptions options;
  options.inputs = parse_input_spec(spec.empty() ? text_of(beside) : spec, beside);
  return analyze_file(name, options);
}

}  // namespace aimet::test
