// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds the files to validate from MODEL... and --files-from.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/report/report.hpp"

namespace aimet {

// A file as it was named or found; or, with an error, a folder whose models could not be found.
struct ModelFile {
  std::string path;
  std::optional<ReportError> error;
};

// Lists the models of the arguments in order, and those of a folder sorted bytewise. Keeps only one folder listing per
// level in memory.
class ModelFiles {
 public:
  explicit ModelFiles(std::vector<std::string> arguments);
  std::optional<ModelFile> next();

 private:
  struct Folder {
    std::string path;
    std::vector<std::string> entries;  // in reverse order; folders end in '/'
  };
  void enter(const std::string& path);
  std::optional<ModelFile> next_below();

  std::vector<std::string> arguments_;
  std::size_t next_argument_ = 0;
  std::vector<Folder> open_folders_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> visited_;  // device and inode, sorted
  std::optional<ModelFile> problem_;
  bool in_folder_ = false;
  bool found_ = false;  // a model below the current argument
};

// Returns the names in a list, separated by NULs if it contains any, else by newlines. `list` is a file, or "-" for
// standard input. Throws RunError(ErrorKind::usage), also if there is no name in the list.
std::vector<std::string> read_file_list(const std::string& list);

// Returns the contents of a spec, a config, a baseline or a similar file. Throws RunError(ErrorKind::usage), whose
// message begins with `what`.
std::string read_text_file(const std::string& path, const std::string& what);

}  // namespace aimet
