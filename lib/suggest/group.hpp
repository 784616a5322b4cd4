// SPDX-License-Identifier: Apache-2.0
#pragma once
// Findings that one edit repairs: instances of one class, in one model or several.

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
  // In each instance: how many findings, and how often its forward is called.
  std::map<std::pair<const ModelReport*, std::string>, std::pair<std::size_t, std::size_t>> per_module;
  std::map<std::pair<const ModelReport*, std::string>, std::string> class_of_module;  // "net.Block"
  bool traced_only = true;       // or to be traced once it is edited
  bool has_scripted = false;     // as it is now
  bool only_scriptable = false;  // a model of these cannot be traced, so that no edit may keep it from being scripted

  // Whether each instance runs the op `calls` times in each call of its forward.
  bool runs_once(std::size_t calls) const {
    return std::all_of(per_module.begin(), per_module.end(),
                       [&](const auto& entry) { return entry.second.first == calls * entry.second.second; });
  }
};

// A file, and the classes of it that edits change.
struct EditedFile {
  EditedFile(const std::string& path, const RenderOptions& options) : file(path, options), classes(file) {}
  EditedFile(const std::string& path, const std::string& library, const RenderOptions& options)
      : file(path, library, options), classes(file) {}
  EditedFile(const EditedFile&) = delete;
  EditedFile& operator=(const EditedFile&) = delete;
  PythonFile file;
  ClassEditor classes;
};

}  // namespace aimet
