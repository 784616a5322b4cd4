// SPDX-License-Identifier: Apache-2.0
#pragma once
// The files that a spec refers to: {"file": "batch.pt"}.

#include <string>
#include <vector>

#include "lib/inputs/sample_spec.hpp"

namespace aimet {

// Returns every path that the spec refers to, as written, without duplicates, in order of first occurrence.
std::vector<std::string> spec_files(const SampleSpec& spec);

// Fills FileSpec::bytes. Relative paths start at `base_dir` ("" is the working folder); equal paths share their bytes.
// Throws RunError(ErrorKind::usage) if a file is missing, unreadable, too large or obviously not written by torch.save.
void read_spec_files(SampleSpec& spec, const std::string& base_dir);

}  // namespace aimet
