// SPDX-License-Identifier: Apache-2.0
#pragma once
// A class of an installed package that the user's file imports and instantiates. The file gets a derived class with
// modules in place of functions, and instantiates that one.

#include <memory>
#include <string>
#include <vector>

#include "lib/suggest/group.hpp"

namespace aimet {

class LibraryClass {
 public:
  // Throws Refusal if the user's file does not import the class of the finding, or if the package's file must not be
  // read.
  LibraryClass(EditedFile& user, const Finding& finding, const RenderOptions& options);

  // Plans the edit of the class's lines. Throws Refusal before it changes anything.
  void edit(const Group& group);

  // Writes the derived class into the user's file. Must be called after all edits of the file are planned. Throws
  // Refusal.
  void write();

  // The findings whose edits are planned.
  const std::vector<Finding*>& findings() const { return findings_; }

 private:
  void read_library(const std::string& path, const RenderOptions& options);
  void must_be_carried(const PythonMethod& method, const std::string& type) const;
  std::vector<std::string> definitions() const;
  std::string spelled(const std::string& definition);
  std::vector<std::string> methods() const;
  void call_by_new_name();

  EditedFile& user_;
  std::string type_;       // "torchvision.ops.misc.SqueezeExcitation"
  std::string local_;      // its name in the user's file: "SElayer"
  std::string name_;       // of the derived class: "QuantizableSElayer"
  StatementId place_ = 0;  // the derived class goes before this statement of the user's file
  std::vector<StatementId> uses_;
  NewNames new_names_;
  std::unique_ptr<EditedFile> library_;  // never written
  std::size_t class_id_ = 0;             // in library_
  std::vector<Finding*> findings_;
};

}  // namespace aimet
