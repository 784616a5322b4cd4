// SPDX-License-Identifier: Apache-2.0
#include "tools/check_libraries.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <utility>

#include "checks/list.hpp"
#include "lib/check/allow_list.hpp"
#include "lib/check/check_library.hpp"
#include "lib/model/error.hpp"
#include "lib/model/kept_process.hpp"
#include "lib/report/escape.hpp"
#include "tools/known_checks.hpp"
#include "tools/rules.hpp"

namespace aimet {
namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw RunError(ErrorKind::usage, "--check-library " + escape(path) + ": " + why);
}

const CheckLibrary& opened(const std::string& path) {
  const KeptProcess kept;
  std::error_code ignored;  // absolute, because dlopen searches the library path for a name without a slash
  const std::string absolute = std::filesystem::absolute(path, ignored).string();
  void* handle = ::dlopen(absolute.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    const char* reason = ::dlerror();
    refuse(path, "it cannot be opened: " + escape(reason == nullptr ? "no reason was given" : reason));
  }
  const auto* library = static_cast<const CheckLibrary*>(::dlsym(handle, "aimet_check_library"));
  if (library == nullptr) refuse(path, "it is no check library: AIMET_CHECK_LIBRARY(...) is missing");
  const std::string theirs = library->interface;
  if (theirs != AIMET_CHECK_INTERFACE)
    refuse(path, "it was built with the headers " + escape(theirs) +
                     ", and this program has " AIMET_CHECK_INTERFACE
                     "; build it again with those that were installed with the program");
  return *library;
}

std::vector<Check> checks_of(const std::string& path) {
  const CheckLibrary& library = opened(path);
  try {
    std::vector<Check> checks = library.checks();
    for (Check& check : checks) check.origin = path;
    return checks;
  } catch (const std::exception& error) {
    refuse(path, std::string("it threw: ") + escape(error.what()));
  } catch (...) {
    refuse(path, "it threw something that is no std::exception");
  }
}

void add(std::vector<Check>& all, Check check) {
  const auto is_it = [&](const Check& other) { return other.id == check.id; };
  if (!is_check_id(check.id)) refuse(check.origin, "'" + escape(check.id) + "' is no id such as no-gelu");
  if (std::any_of(all_checks().begin(), all_checks().end(), is_it) || check.id == kNotAllowed ||
      std::any_of(all.begin(), all.end(), is_it))
    refuse(check.origin, "there is a check " + check.id + " already");
  if (!check.run) refuse(check.origin, "the check " + check.id + " has no function to run");
  if (check.explanation.empty())
    check.explanation = "## " + check.id + "\n\n" + check.summary + ".\n\nA check of " + check.origin + ".\n";
  all.push_back(std::move(check));
}

}  // namespace

void open_check_libraries(const std::vector<std::string>& paths) {
  static std::vector<std::string> known;
  if (paths == known) return;
  std::vector<Check> all;
  for (const std::string& path : paths)
    for (Check& check : checks_of(path)) add(all, std::move(check));
  set_library_checks(std::move(all));
  known = paths;
}

}  // namespace aimet
