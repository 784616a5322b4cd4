// SPDX-License-Identifier: Apache-2.0
#pragma once
// The user's other Python files, as far as classes of an edited file derive from classes there, or the other way round.

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

  std::string path;  // without links
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
  // Both absolute. Only files below the working folder, or the folder above the edited file's packages, are read.
  OtherFiles(const std::string& edited, const std::string& working_folder);

  // The class that the edited file's code calls `path`: as imported ("net.heads.Head", ".heads.Head").
  std::optional<OtherClass> imported(const std::string& path);
  // Whether the class `dotted` of another file derives, through any number of classes, from `base` of the edited file.
  bool derives(const std::string& dotted, const std::string& base);
  // The base of the class in its file, or where that imports it from. None for any other number of bases than one.
  std::optional<OtherClass> base_of(const OtherClass& of);
  // Classes of the other files below the root that derive, through any number of classes, from one called `name`: of
  // two that have the name either may be meant. Throws Refusal where there are too many files to look through.
  std::vector<OtherClass> derived_from(const std::string& name);
  // Whether it is torch.nn.Module through any number of files.
  bool is_plain_module(const OtherClass& of);

 private:
  std::optional<OtherClass> find(const std::string& importer, const std::string& path, int depth);
  const OtherFile* file_of(const std::string& importer, const std::string& module);
  const OtherFile* file_at(const std::string& stem);
  const OtherFile* read(const std::string& path);

  SourceFolders folders_;
  std::string edited_;                                       // without links
  std::vector<std::string> roots_;                           // where packages may lie, the likeliest first
  std::map<std::string, std::unique_ptr<OtherFile>> files_;  // by path without ending; nullptr: not there
};

}  // namespace aimet
