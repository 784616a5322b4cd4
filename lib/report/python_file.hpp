#pragma once
// One of the user's Python files while edits of it are gathered.

#include <set>
#include <string>
#include <vector>

#include "lib/edit/class_place.hpp"
#include "lib/edit/rewrite.hpp"
#include "lib/model/model.hpp"
#include "lib/report/render.hpp"

namespace aimet {

class PythonFile {
 public:
  // Throws Refusal for a file that is not the user's to change, or not there.
  PythonFile(const std::string& path, const RenderOptions& options);

  // The statement that a finding points at. Throws Refusal where the file is another one by now.
  StatementId statement_of(const SourceLocation& source) const;
  // A method that is run once per call of the module. Throws Refusal.
  MethodPlace method_of(StatementId statement) const;
  // __init__ of its class. Throws Refusal.
  StatementRange init_of(const MethodPlace& place) const;

  // The statement's expressions, with what is changed in them so far. Throws Refusal.
  StatementRewrite& rewrite_of(StatementId statement);
  // A name that the class uses neither now nor after the edits gathered so far.
  std::string new_name(const MethodPlace& place, const std::string& wanted, int first) const;
  // "self.NAME = VALUE" after a statement of __init__.
  void define(const MethodPlace& place, StatementId after, const std::string& name, const std::string& value);
  // The constructor as this file would write it; what it needs is imported. Throws Refusal.
  std::string spelled(const std::string& constructor);

  const PythonText& python() const { return python_; }
  const std::string& shown() const { return shown_; }
  // "" if nothing changed. Throws Refusal.
  std::string diff() const;

 private:
  std::string shown_;
  PythonText python_;
  std::vector<std::string> lines_;
  FileRewrite rewrite_;
  std::set<std::pair<std::string, std::string>> new_names_;  // class, attribute
};

}  // namespace aimet
