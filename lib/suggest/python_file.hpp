// SPDX-License-Identifier: Apache-2.0
#pragma once
// One of the user's Python files while edits of it are gathered.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lib/edit/classes.hpp"
#include "lib/edit/rewrite.hpp"
#include "lib/edit/scopes.hpp"
#include "lib/edit/walks.hpp"
#include "lib/model/model.hpp"
#include "lib/model/text.hpp"
#include "lib/report/render.hpp"
#include "lib/report/source_file.hpp"
#include "lib/suggest/other_files.hpp"

namespace aimet {

// A node of a statement.
struct NodePlace {
  StatementId statement = 0;
  NodeId node = 0;
};

class PythonFile {
 public:
  // Throws Refusal for a file that is not the user's to change, or not there.
  PythonFile(const std::string& path, const RenderOptions& options);
  // Of an installed package: it is never written, and imports nothing. Constructors are spelled in full.
  PythonFile(const std::string& path, const std::string& library, const RenderOptions& options);

  const PythonText& python() const { return python_; }
  const Scopes& scopes() const { return scopes_; }
  const Classes& classes() const { return classes_; }
  const std::vector<Walk>& walks() const { return walks_; }
  OtherFiles& others() { return others_; }
  const std::string& shown() const { return shown_; }  // as in a diff
  const std::string& path() const { return path_; }    // absolute

  // The statement that a finding points at. Throws Refusal where the file is another one by now.
  StatementId statement_of(const SourceLocation& source) const;
  // The statement's expressions. Throws Refusal.
  const PythonExpressions& tree_of(StatementId statement);
  // The same, with what is changed in them so far. Throws Refusal.
  StatementRewrite& rewrite_of(StatementId statement);
  // The constructor as the code at the statement would write it; what it needs is imported. Throws Refusal.
  std::string spelled(const std::string& constructor, StatementId at);
  FileRewrite& rewrite() { return rewrite_; }
  const FileRewrite& rewrite() const { return rewrite_; }

  bool is_library() const { return is_library_; }
  // Whether no code of the file has the word, so that a new name can hide nothing.
  bool is_free(const std::string& name) const;

  std::string text_of(StatementId statement, NodeId node);
  // "" if nothing changed. Throws Refusal.
  std::string after() const;
  std::string diff() const;

 private:
  std::string name_of_module(const std::string& module, StatementId at);
  std::string import_module(const std::string& module);
  std::string import_standard(const std::string& module);

  std::string shown_;
  std::string path_;
  PythonText python_;
  SourceText lines_;
  Scopes scopes_;
  Classes classes_;
  std::vector<Walk> walks_;
  OtherFiles others_;
  std::map<StatementId, PythonExpressions> trees_;
  FileRewrite rewrite_;
  std::set<std::pair<std::string, std::string>> imported_;  // module, its name: by the edits
  bool is_library_ = false;
};

}  // namespace aimet
