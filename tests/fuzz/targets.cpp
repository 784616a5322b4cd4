// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/targets.hpp"

namespace aimet::fuzz {

const std::vector<Target>& targets() {
  static const std::vector<Target> all{
      {"baseline", baseline},
      {"code_depth", code_depth},
      {"config", config},
      {"debug_info", debug_info},
      {"exported_archive", exported_archive},
      {"exported_program", exported_program},
      {"input_shape", input_shape},
      {"input_spec", input_spec},
      {"json_report", json_report},
      {"pickle_depth", pickle_depth},
      {"worker_message", worker_message},
      {"zip_directory", zip_directory},
  };
  return all;
}

}  // namespace aimet::fuzz
