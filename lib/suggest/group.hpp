// SPDX-License-Identifier: Apache-2.0
#pragma once
// The findings that one edit fixes: those of the instances of one class, in one or several models.

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "lib/report/report.hpp"
#include "lib/suggest/class_editor.hpp"

namespace aimet {

struct Group {
  std::vector<Finding*> findings;
  // Per instance: the number of findings, and how often its forward is called.
  std::map<std::pair<const ModelReport*, std::string>, std::pair<std::size_t, std::size_t>> per_module;
  std::map<std::pair<const ModelReport*, std::string>, std::string> class_of_module;  // "net.Block"
  bool traced_only = true;       // each model is traced, or can be once it is edited
  bool has_scripted = false;     // a model is scripted at present
  bool only_scriptable = false;  // a model cannot be traced, so no edit may prevent it from being scripted

  // Whether each instance runs the op `calls` times in each call of its forward.
  bool runs_once(std::size_t calls) const {
    return std::all_of(per_module.begin(), per_module.end(),
                       [&](const auto& entry) { return entry.second.first == calls * entry.second.second; });
  }
};

// A Python file, and the editor of its classes.
struct EditedFile {
  EditedFile(const std::string& path, const RenderOptions& options, NewNames& new_names)
      : file(path, options), classes(file, new_names) {}
  EditedFile(const std::string& path, const std::string& library, const RenderOptions& options, NewNames& new_names)
      : file(path, library, options), classes(file, new_names) {}
  EditedFile(const EditedFile&) = delete;
  EditedFile& operator=(const EditedFile&) = delete;
  PythonFile file;
  ClassEditor classes;
};

}  // namespace aimet
