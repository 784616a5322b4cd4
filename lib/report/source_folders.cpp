// SPDX-License-Identifier: Apache-2.0
#include "lib/report/source_folders.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <memory>
#include <string_view>

#include "lib/model/descriptor.hpp"
#include "lib/report/paths.hpp"

namespace aimet {
namespace {

constexpr int kMostLinks = 40;  // the kernel's limit

// Checked for the file that links lead to: a link named net.py may point to a private key.
bool is_python(std::string_view path) {
  constexpr std::string_view kSuffix = ".py";
  return path.size() > kSuffix.size() && path.substr(path.size() - kSuffix.size()) == kSuffix;
}

// Inserts the components of `path` before those that are left to resolve.
void put_first(const std::string& path, std::deque<std::string>& rest) {
  std::deque<std::string> parts;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string part = path.substr(at, end - at);
    if (!part.empty() && part != ".") parts.push_back(part);
    at = end + 1;
  }
  rest.insert(rest.begin(), parts.begin(), parts.end());
}

// Links are kept: a link below the folder may refer to it by its given path, which may contain links.
std::string normal(const std::string& folder) {
  std::string path = std::filesystem::path(folder).lexically_normal().string();
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

std::string child(const std::string& folder, const std::string& name) {
  return folder == "/" ? folder + name : folder + '/' + name;
}

std::string parent(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

// A component of the path, opened with O_PATH, which neither waits for a FIFO's writer nor triggers a mount (open(2)).
class Place {
 public:
  explicit Place(const std::string& path) : file_(::open(path.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC)) {
    if (file_ && ::fstat(file_.get(), &status_) != 0) status_.st_mode = 0;
  }

  bool is_there() const { return bool(file_); }
  bool is_link() const { return S_ISLNK(status_.st_mode); }
  bool is_regular() const { return S_ISREG(status_.st_mode); }

  // Whether it is on /proc, /sys, an automount file system, or a file system that cannot be determined.
  bool is_special() const {
    struct statfs facts {};
    if (::fstatfs(file_.get(), &facts) != 0) return true;
    constexpr std::array<std::uint64_t, 3> kSpecial = {PROC_SUPER_MAGIC, SYSFS_MAGIC, AUTOFS_SUPER_MAGIC};
    return std::count(kSpecial.begin(), kSpecial.end(), static_cast<std::uint64_t>(facts.f_type)) > 0;
  }

  std::string link_target() const {
    std::array<char, PATH_MAX> target{};
    const ssize_t size = ::readlinkat(file_.get(), "", target.data(), target.size());
    return size > 0 ? std::string(target.data(), static_cast<std::size_t>(size)) : "";
  }

 private:
  Descriptor file_;
  struct stat status_ {};
};

}  // namespace

SourceFolders::SourceFolders(const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    const std::unique_ptr<char, decltype(&std::free)> real(::realpath(folder.c_str(), nullptr), &std::free);
    if (real != nullptr) folders_.push_back({normal(folder), real.get()});
  }
}

const SourceFolders::Folder* SourceFolders::around(const std::string& path) const {
  const Folder* longest = nullptr;
  for (const Folder& folder : folders_) {
    const bool holds = path == folder.given || is_below(path, folder.given);
    if (holds && (longest == nullptr || folder.given.size() > longest->given.size())) longest = &folder;
  }
  return longest;
}

// Whether it is a given folder or an ancestor of one. Such a path contains no links and was not chosen by the model.
bool SourceFolders::is_known(const std::string& real) const {
  return std::any_of(folders_.begin(), folders_.end(),
                     [&](const Folder& folder) { return real == folder.real || is_below(folder.real, real); });
}

bool SourceFolders::is_inside(const std::string& real) const {
  return std::any_of(folders_.begin(), folders_.end(),
                     [&](const Folder& folder) { return real == folder.real || is_below(real, folder.real); });
}

SourceFolders::Found SourceFolders::find(const std::string& path) const {
  const Folder* folder = around(path);
  if (folder == nullptr) return {Why::outside, ""};
  std::string real = folder->real;
  std::deque<std::string> rest;
  put_first(path.substr(folder->given.size()), rest);
  for (int links = 0; !rest.empty();) {
    const std::string name = rest.front();
    rest.pop_front();
    const std::string next = name == ".." ? parent(real) : child(real, name);
    if (name == ".." || is_known(next)) {
      real = next;
      continue;
    }
    if (!is_inside(next)) return {Why::outside, ""};
    const Place place(next);
    if (!place.is_there()) return {Why::missing, ""};
    if (place.is_special()) return {Why::outside, ""};
    if (!place.is_link()) {
      real = next;
      continue;
    }
    const std::string target = place.link_target();
    if (target.empty() || ++links > kMostLinks) return {Why::missing, ""};
    const Folder* known = target.front() == '/' ? around(target) : nullptr;
    if (target.front() == '/') real = known != nullptr ? known->real : "/";
    put_first(known != nullptr ? target.substr(known->given.size()) : target, rest);
  }
  if (!is_inside(real) || !is_python(real)) return {Why::outside, ""};
  return Place(real).is_regular() ? Found{Why::found, real} : Found{};
}

}  // namespace aimet
