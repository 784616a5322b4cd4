// SPDX-License-Identifier: Apache-2.0
#pragma once
// Decides which local files may be opened because a model names them. A model can name any path: one that blocks, one
// that never ends, or one whose content is private.

#include <optional>
#include <string>
#include <vector>

namespace aimet {

class SourceFolders {
 public:
  // Takes absolute paths. A missing folder is ignored; a file allows only itself.
  explicit SourceFolders(const std::vector<std::string>& folders);

  enum class Why { found, missing, outside };
  struct Found {
    Why why = Why::missing;
    std::string path;  // with all links resolved
  };
  // Finds the regular file *.py that `path` leads to, if it is below one of the folders after all links are resolved.
  // Never accesses anything outside the folders on the way, and opens nothing that could block: no FIFO, no automount,
  // no /proc.
  Found find(const std::string& path) const;

 private:
  struct Folder {
    std::string given;
    std::string real;
  };
  const Folder* around(const std::string& path) const;
  bool is_known(const std::string& real) const;
  bool is_inside(const std::string& real) const;

  std::vector<Folder> folders_;
};

}  // namespace aimet
