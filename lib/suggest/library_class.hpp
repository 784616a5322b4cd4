// SPDX-License-Identifier: Apache-2.0
#pragma once
// A class of an installed package that the user's file makes by a name that it imports: the file gets a class that
// derives from it, with modules in place of functions, and makes that one.

#include <memory>
#include <string>
#include <vector>

#include "lib/suggest/group.hpp"

namespace aimet {

class LibraryClass {
 public:
  // Throws Refusal where the file does not import the class of the finding, or the package's file is not to be read.
  LibraryClass(EditedFile& user, const Finding& finding, const RenderOptions& options);

  // Plans the edit of the class's own lines. Throws Refusal before it changes anything.
  void edit(const Group& group);

  // Writes the class that derives into the user's file, once all edits of the file are planned. Throws Refusal.
  void write();

  // What was planned.
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
  std::string local_;      // as the user's file imports it: "SElayer"
  std::string name_;       // of the class that derives: "QuantizableSElayer"
  StatementId place_ = 0;  // before this statement of the user's file
  std::vector<StatementId> uses_;
  std::unique_ptr<EditedFile> library_;  // never written
  std::size_t class_id_ = 0;             // in it
  std::vector<Finding*> findings_;
};

}  // namespace aimet
