// SPDX-License-Identifier: Apache-2.0
#pragma once
// From MODEL... and --files-from to the files to validate.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/report/report.hpp"

namespace aimet {

// A file as it was named, or why the files below a folder could not be found.
struct ModelFile {
  std::string path;
  std::optional<ReportError> error;
};

// Walks the arguments in order; the files of a folder come sorted bytewise. Keeps no more in memory than the listing
// of one folder per level.
class ModelFiles {
 public:
  explicit ModelFiles(std::vector<std::string> arguments);
  std::optional<ModelFile> next();

 private:
  struct Folder {
    std::string path;
    std::vector<std::string> entries;  // last first; folders end in '/'
  };
  void enter(const std::string& path);
  std::optional<ModelFile> next_below();

  std::vector<std::string> arguments_;
  std::size_t next_argument_ = 0;
  std::vector<Folder> open_folders_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> visited_;  // device and inode, sorted
  std::optional<ModelFile> problem_;
  bool in_folder_ = false;
  bool found_ = false;  // anything below the argument at hand
};

// The names in a list, separated by NULs if it holds any, else by line ends. `list` is a file, or "-" for standard
// input. Throws RunError(kUsage).
std::vector<std::string> read_file_list(const std::string& list);

// All of a small file, for specs, configs and baselines. Throws RunError(kUsage) that begins with `what`.
std::string read_text_file(const std::string& path, const std::string& what);

}  // namespace aimet
