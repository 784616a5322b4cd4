// SPDX-License-Identifier: Apache-2.0
#include "tools/files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <functional>
#include <memory>
#include <utility>

#include "lib/model/error.hpp"
#include "lib/report/escape.hpp"

namespace aimet {
namespace {

constexpr std::array<std::string_view, 4> kSuffixes = {".pt", ".pt2", ".pth", ".ptl"};

bool ends_in_model_suffix(std::string_view name) {
  return std::any_of(kSuffixes.begin(), kSuffixes.end(), [&](std::string_view suffix) {
    return name.size() >= suffix.size() && name.substr(name.size() - suffix.size()) == suffix;
  });
}

std::string below(const std::string& folder, const std::string& name) {
  return folder.back() == '/' ? folder + name : folder + '/' + name;
}

// The models and folders in `folder`, last first. Folders end in '/', so that the names sort like the paths below them.
std::vector<std::string> listing(DIR* folder, const std::string& path) {
  std::vector<std::string> names;
  while (const dirent* entry = readdir(folder)) {
    const std::string name = entry->d_name;
    if (name == "." || name == "..") continue;
    struct stat status {};
    const bool known = stat(below(path, name).c_str(), &status) == 0;
    if (known && S_ISDIR(status.st_mode)) {
      names.push_back(name + '/');
    } else if (ends_in_model_suffix(name) && (!known || S_ISREG(status.st_mode))) {
      names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end(), std::greater<>());
  return names;
}

// Far above the size of a report of a hundred thousand files. Standard input may never end.
constexpr std::size_t kMaxTextBytes = std::size_t{1} << 30;

// Returns nullopt and sets errno if reading fails.
std::optional<std::string> everything_from(int fd) {
  std::string text;
  std::array<char, 1 << 16> buffer{};
  for (;;) {
    const ssize_t count = read(fd, buffer.data(), buffer.size());
    if (count == 0) return text;
    if (count < 0 && errno != EINTR) return std::nullopt;
    if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
    if (text.size() > kMaxTextBytes) {
      errno = EFBIG;
      return std::nullopt;
    }
  }
}

void refuse_other_than_a_file(int fd, const std::string& name) {
  struct stat status {};
  if (fstat(fd, &status) != 0 || S_ISREG(status.st_mode)) return;
  close(fd);
  const char* kind = S_ISDIR(status.st_mode)    ? "a folder"
                     : S_ISFIFO(status.st_mode) ? "a pipe"
                     : S_ISSOCK(status.st_mode) ? "a socket"
                                                : "a device";
  throw RunError(ErrorKind::usage, name + " is " + kind + ", not a file");
}

[[noreturn]] void not_readable(const std::string& name, int error) {
  const std::string why = error == EFBIG ? "it is larger than " + std::to_string(kMaxTextBytes >> 20) + " MiB"
                                         : std::string(std::strerror(error));
  throw RunError(ErrorKind::usage, name + " cannot be read (" + why + ")");
}

}  // namespace

ModelFiles::ModelFiles(std::vector<std::string> arguments) : arguments_(std::move(arguments)) {}

void ModelFiles::enter(const std::string& path) {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir(path.c_str()), closedir);
  struct stat status {};
  if (!folder || fstat(dirfd(folder.get()), &status) != 0) {
    problem_ = ModelFile{
        path, ReportError{ErrorKind::unreadable, "the folder cannot be read (" + std::string(std::strerror(errno)) +
                                                     "), so its models cannot be found"}};
    return;
  }
  // Symbolic links may lead to a parent folder, or to the same folder twice.
  const std::pair<std::uint64_t, std::uint64_t> identity{status.st_dev, status.st_ino};
  const auto at = std::lower_bound(visited_.begin(), visited_.end(), identity);
  if (at != visited_.end() && *at == identity) return;
  visited_.insert(at, identity);
  open_folders_.push_back({path, listing(folder.get(), path)});
}

std::optional<ModelFile> ModelFiles::next_below() {
  while (!problem_ && !open_folders_.empty()) {
    Folder& folder = open_folders_.back();
    if (folder.entries.empty()) {
      open_folders_.pop_back();
      continue;
    }
    std::string name = std::move(folder.entries.back());
    folder.entries.pop_back();
    if (name.back() != '/') return ModelFile{below(folder.path, name), {}};
    name.pop_back();
    enter(below(folder.path, name));
  }
  return std::exchange(problem_, std::nullopt);
}

std::optional<ModelFile> ModelFiles::next() {
  for (;;) {
    if (auto file = next_below()) {
      found_ = true;
      return file;
    }
    if (std::exchange(in_folder_, false) && !found_)
      return ModelFile{arguments_[next_argument_ - 1],
                       ReportError{ErrorKind::not_found, "the folder contains no *.pt, *.pt2, *.pth or *.ptl file"}};
    if (next_argument_ == arguments_.size()) return std::nullopt;
    const std::string& argument = arguments_[next_argument_++];
    struct stat status {};
    if (stat(argument.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) return ModelFile{argument, {}};
    visited_.clear();
    in_folder_ = true;
    found_ = false;
    enter(argument);
  }
}

std::vector<std::string> read_file_list(const std::string& list) {
  const auto standard_input = [] {
    const auto text = everything_from(STDIN_FILENO);
    if (!text) not_readable("--files-from: standard input", errno);
    return *text;
  };
  const std::string text = list == "-" ? standard_input() : read_text_file(list, "--files-from");
  const char separator = text.find('\0') == std::string::npos ? '\n' : '\0';
  std::vector<std::string> names;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    std::string name = text.substr(at, end - at);
    if (separator == '\n' && !name.empty() && name.back() == '\r') name.pop_back();
    if (!name.empty()) names.push_back(std::move(name));
    at = end + 1;
  }
  if (names.empty()) throw RunError(ErrorKind::usage, "--files-from: " + escape(list) + " names no file");
  return names;
}

std::string read_text_file(const std::string& path, const std::string& what) {
  // O_NONBLOCK: opening a FIFO must not wait for a writer.
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  std::optional<std::string> text;
  if (fd >= 0) {
    refuse_other_than_a_file(fd, what + ": " + escape(path));
    text = everything_from(fd);
  }
  const int failure = errno;
  if (fd >= 0) close(fd);
  if (!text) not_readable(what + ": " + escape(path), failure);
  return *text;
}

}  // namespace aimet
