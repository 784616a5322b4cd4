// SPDX-License-Identifier: Apache-2.0
#pragma once
// A Python file of the user's and the edits collected for it.

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
  // Throws Refusal if the file is missing, belongs to an installed package, or is not below the working folder.
  PythonFile(const std::string& path, const RenderOptions& options);
  // A file of an installed package, with the text `library`. It is never written and gets no imports: constructors keep
  // their full names.
  PythonFile(const std::string& path, const std::string& library, const RenderOptions& options);

  const PythonText& python() const { return python_; }
  const Scopes& scopes() const { return scopes_; }
  const Classes& classes() const { return classes_; }
  const std::vector<Walk>& walks() const { return walks_; }
  OtherFiles& others() { return others_; }
  const std::string& shown() const { return shown_; }  // as in a diff
  const std::string& path() const { return path_; }    // absolute

  // The statement that a finding points at. Throws Refusal if the line has changed since the export, or contains no
  // code.
  StatementId statement_of(const SourceLocation& source) const;
  // The statement's expressions. Throws Refusal if it cannot be parsed.
  const PythonExpressions& tree_of(StatementId statement);
  // The same with the changes planned so far. Throws Refusal if the statement cannot be parsed.
  StatementRewrite& rewrite_of(StatementId statement);
  // The constructor with the names that the code at the statement uses. Adds an import if it needs one. Throws Refusal.
  std::string spelled(const std::string& constructor, StatementId at);
  FileRewrite& rewrite() { return rewrite_; }
  const FileRewrite& rewrite() const { return rewrite_; }

  bool is_library() const { return is_library_; }
  // Whether no code of the file uses the name, so that a new definition of it hides nothing.
  bool is_free(const std::string& name) const;

  std::string text_of(StatementId statement, NodeId node);
  // The text after the edits, and its diff; "" if nothing changed. Throws Refusal.
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
  std::set<std::pair<std::string, std::string>> imported_;  // (module, its name): imported by the edits
  bool is_library_ = false;
};

}  // namespace aimet
