// SPDX-License-Identifier: Apache-2.0

// A gate before an expensive quantization job: gate MODEL [INPUT_SHAPE]. Exits 0 for a model that AIMET can quantize.
// For any other model, prints what its authors should write instead.

#include <aimet_validate/aimet_validate.hpp>
#include <iostream>

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: gate MODEL [INPUT_SHAPE]\n";
    return 2;
  }
  aimet_validate::Options options;
  options.static_run = argc < 3;
  if (argc > 2) options.input_shapes = {argv[2]};
  try {
    const aimet_validate::ModelReport report = aimet_validate::validate_file(argv[1], options);
    if (report.status == aimet_validate::Status::error) {
      std::cout << report.path << ": " << report.error_message << '\n';
      return 2;
    }
    for (const aimet_validate::CheckResult& check : report.checks)
      for (const aimet_validate::Finding& finding : check.findings) {
        std::cout << check.id << ": " << finding.message << "; " << finding.help << '\n';
        for (const aimet_validate::Source& source : finding.sources)
          std::cout << "  " << source.file << ':' << source.line << '\n';
      }
    const bool passed = report.status == aimet_validate::Status::passed;
    std::cout << report.path << ": " << report.form << (report.executed ? ", executed" : ", not executed") << ", "
              << (passed ? "passed" : "failed") << '\n';
    return passed ? 0 : 1;
  } catch (const aimet_validate::Error& error) {
    std::cerr << "gate: " << error.what() << '\n';
    return 2;
  }
}
