// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/apply_edits.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <system_error>

#include "lib/model/error.hpp"
#include "lib/report/source_file.hpp"
#include "lib/report/write_file.hpp"

namespace aimet {
namespace {

namespace fs = std::filesystem;

bool lies_below(const fs::path& path, const fs::path& folder) {
  auto at = path.begin();
  for (const fs::path& part : folder)
    if (part.empty() || at == path.end() || *at++ != part) return part.empty();
  return true;
}

// Returns "" if the file was written, else the reason why not.
std::string write_edit(const FileEdit& edit, const std::string& folder) {
  std::error_code error;
  const fs::path target = fs::canonical(edit.path, error);
  if (error) return "it no longer exists";
  const fs::path root = fs::canonical(folder, error);
  if (error || !lies_below(target, root)) return "it is a link out of this folder";
  struct stat status {};
  // Root may write any file, so the mode is checked: a file that its owner made read-only is not changed.
  if (::stat(target.c_str(), &status) != 0 || (status.st_mode & 0222) == 0) return "it is read-only";
  if (read_source_file(target.string()) != edit.before) return "it changed while it was being edited";
  try {
    write_file(target.string(), edit.after);
  } catch (const RunError& failure) {
    return failure.what();
  }
  return "";
}

void note(std::vector<ModelReport>& models, const AppliedFix& fix) {
  for (ModelReport& model : models) {
    for (CheckResult& check : model.checks) {
      for (Finding& finding : check.findings) {
        if (!finding.edit || finding.edit->file != fix.file) continue;
        if (fix.refused.empty())
          finding.edit->written = true;
        else
          finding.edit = Edit{"", fix.refused};
      }
    }
  }
}

}  // namespace

std::vector<AppliedFix> apply_edits(const Edits& edits, std::vector<ModelReport>& models, const std::string& folder) {
  std::vector<AppliedFix> fixes;
  for (const FileEdit& edit : edits.files) {
    AppliedFix fix{edit.shown, write_edit(edit, folder), false};
    fix.uses_aimet = edit.after.find("aimet_torch") != std::string::npos;
    note(models, fix);
    fixes.push_back(std::move(fix));
  }
  return fixes;
}

}  // namespace aimet
