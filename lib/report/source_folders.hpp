// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which files of this disk may be opened because a model names them. A model names any path that it likes: one that
// blocks, one without end, or one whose lines are nobody's business.

#include <optional>
#include <string>
#include <vector>

namespace aimet {

class SourceFolders {
 public:
  // Absolute paths. A missing folder is ignored; a file allows itself alone.
  explicit SourceFolders(const std::vector<std::string>& folders);

  enum class Why { found, missing, outside };
  struct Found {
    Why why = Why::missing;
    std::string path;  // without links
  };
  // The regular file *.py that `path` leads to, if it lies below one of the folders once every link is followed.
  // Nothing outside is touched on the way, and nothing is opened that could block: no FIFO, no automount, no /proc.
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
