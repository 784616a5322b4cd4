// SPDX-License-Identifier: Apache-2.0
#pragma once
// One target for each of our parsers of untrusted data: flags, files, and what a worker sends. A target takes any
// bytes. It returns if the parser accepts or rejects them correctly, and throws std::logic_error if it breaks a
// promise. corpus/NAME contains inputs for target NAME, including those that once broke it.

#include <string_view>
#include <vector>

namespace aimet::fuzz {

struct Target {
  const char* name;
  void (*run)(std::string_view bytes);
};

const std::vector<Target>& targets();

// files.cpp: records of a model file
void zip_directory(std::string_view bytes);
void pickle_depth(std::string_view bytes);
void code_depth(std::string_view bytes);
void debug_info(std::string_view bytes);
// exported.cpp: a .pt2 file, and the JSON of its program
void exported_archive(std::string_view bytes);
void exported_program(std::string_view bytes);
// inputs.cpp: --input-shape, one per line; --input-spec
void input_shape(std::string_view bytes);
void input_spec(std::string_view bytes);
// reports.cpp: a worker's pipe; --from-report
void worker_message(std::string_view bytes);
void json_report(std::string_view bytes);
// settings.cpp: the config; --baseline
void config(std::string_view bytes);
void baseline(std::string_view bytes);

}  // namespace aimet::fuzz
