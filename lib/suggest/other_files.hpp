// SPDX-License-Identifier: Apache-2.0
#pragma once
// The user's other Python files, searched for bases and derived classes of the classes of an edited file.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/edit/classes.hpp"
#include "lib/edit/scopes.hpp"
#include "lib/edit/walks.hpp"
#include "lib/report/source_folders.hpp"

namespace aimet {

struct OtherFile {
  OtherFile(std::string of_path, const std::string& text);
  OtherFile(const OtherFile&) = delete;
  OtherFile& operator=(const OtherFile&) = delete;

  std::string path;  // with links resolved
  PythonText python;
  Scopes scopes;
  Classes classes;
  std::vector<Walk> walks;
};

struct OtherClass {
  const OtherFile* file = nullptr;
  std::size_t id = 0;
  const PythonClass& of() const { return file->classes[id]; }
};

class OtherFiles {
 public:
  // Both paths are absolute. Only files below the working folder, or below the folder that contains the edited file's
  // packages, are read.
  OtherFiles(const std::string& edited, const std::string& working_folder);

  // The class that the edited file imports from `path` ("net.heads.Head", ".heads.Head"); nullopt if it is not found.
  std::optional<OtherClass> imported(const std::string& path);
  // Whether the class `dotted` of another file derives, directly or indirectly, from `base` of the edited file.
  bool derives(const std::string& dotted, const std::string& base);
  // The base of the class, in its file or the file that it is imported from. nullopt unless the class has exactly one
  // base.
  std::optional<OtherClass> base_of(const OtherClass& of);
  // The classes of other files below the root that derive, directly or indirectly, from a class named `name`. Bases are
  // compared by name only: if two classes have the name, either may be meant. Throws Refusal if there are too many
  // files to search.
  std::vector<OtherClass> derived_from(const std::string& name);
  // Whether the class derives from torch.nn.Module, through any number of files.
  bool is_plain_module(const OtherClass& of);

 private:
  std::optional<OtherClass> find(const std::string& importer, const std::string& path, int depth);
  const OtherFile* file_of(const std::string& importer, const std::string& module);
  const OtherFile* file_at(const std::string& stem);
  const OtherFile* read(const std::string& path);

  SourceFolders folders_;
  std::string edited_;                                       // with links resolved
  std::vector<std::string> roots_;                           // folders that may contain packages, the likeliest first
  std::map<std::string, std::unique_ptr<OtherFile>> files_;  // by path without extension; nullptr if missing
};

}  // namespace aimet
