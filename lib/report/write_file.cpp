// SPDX-License-Identifier: Apache-2.0
#include "lib/report/write_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>

#include "lib/model/descriptor.hpp"
#include "lib/model/error.hpp"
#include "lib/report/escape.hpp"

namespace aimet {
namespace {

namespace fs = std::filesystem;

using Texts = std::vector<std::string_view>;

[[noreturn]] void fail(const std::string& path, const std::string& why) {
  throw RunError(ErrorKind::usage, fmt::format("{} cannot be written: {}", escape(path), why));
}

std::string reason(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "the disk is full; free some space or choose another place";
    case EFBIG:
      return "the file would be larger than the limit of this process (ulimit -f)";
    case EACCES:
    case EPERM:
      return "permission denied";
    case EROFS:
      return "the file system is read-only; choose another place";
    case ENOENT:
      return "the folder does not exist; create it first";
    case ENOTDIR:
      return "a part of the path is a file, not a folder";
    case EISDIR:
      return "it is a folder; name a file";
    case EPIPE:
      return "its reader went away";
    case ENAMETOOLONG:
      return "the name is too long";
    default:
      return std::strerror(error);
  }
}

// Blocks signals that end the program until the temporary file has replaced the target or is removed.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t ending;
    sigemptyset(&ending);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&ending, signal);
    ::pthread_sigmask(SIG_BLOCK, &ending, &before_);
  }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  ~SignalsHeld() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

class TemporaryFile {
 public:
  explicit TemporaryFile(std::string path) : path_(std::move(path)) {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  const std::string& path() const { return path_; }
  void keep() { path_.clear(); }

 private:
  std::string path_;
};

void write_all(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(fd, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) fail(path, reason(errno));
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
}

// Returns this process's descriptor that the path names; nullopt if it names none. Opening /dev/stdout again would
// start at the beginning of the file and overwrite what `>>` should keep.
std::optional<int> own_descriptor(const std::string& path) {
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string prefix : {"/dev/fd/", "/proc/self/fd/"}) {
    if (path.rfind(prefix, 0) != 0) continue;
    const std::string number = path.substr(prefix.size());
    if (number.empty() || number.size() > 6 || number.find_first_not_of("0123456789") != std::string::npos) continue;
    return std::atoi(number.c_str());
  }
  return std::nullopt;
}

void write_all(int fd, const Texts& pieces, const std::string& path) {
  for (const std::string_view piece : pieces) write_all(fd, piece, path);
}

void write_directly(const std::string& path, const Texts& pieces) {
  Descriptor out(::open(path.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC));
  if (!out) fail(path, reason(errno));
  write_all(out.get(), pieces, path);
  if (const int error = out.close(); error != 0) fail(path, reason(error));
}

// Returns the final target of a chain of links. The target may not exist.
fs::path link_target(fs::path target, const std::string& path) {
  constexpr int kMostLinks = 40;
  std::error_code error;
  for (int i = 0; fs::is_symlink(target, error); ++i) {
    if (i == kMostLinks) fail(path, "its symbolic links form a circle");
    const fs::path next = fs::read_symlink(target, error);
    if (error) fail(path, reason(error.value()));
    target = target.parent_path() / next;
  }
  return target;
}

std::string temporary_name(const fs::path& target) {
  static std::atomic<unsigned> counter{0};
  return (target.parent_path() / fmt::format(".aimet-validate-{}-{}.tmp", ::getpid(), counter++)).string();
}

// Writes the file's name to disk too. Errors are ignored: some file systems cannot do this, and the content is safe.
void sync_folder(const fs::path& target) {
  const fs::path folder = target.parent_path().empty() ? fs::path(".") : target.parent_path();
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened) ::fsync(opened.get());
}

void replace_file(const fs::path& target, const struct stat* old, const Texts& pieces, const std::string& path) {
  const SignalsHeld held;
  TemporaryFile temporary(temporary_name(target));
  Descriptor out(::open(temporary.path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!out) {
    const int error = errno;
    temporary.keep();
    fail(path, error == EACCES ? "no file can be created in its folder (permission denied)" : reason(error));
  }
  write_all(out.get(), pieces, path);
  if (old != nullptr) {
    // Only root can change a file's owner; for other users, they own the new file.
    [[maybe_unused]] const int ignored = ::fchown(out.get(), old->st_uid, old->st_gid);
    if (::fchmod(out.get(), old->st_mode & 07777) != 0) fail(path, reason(errno));
  }
  if (::fsync(out.get()) != 0) fail(path, reason(errno));
  if (const int error = out.close(); error != 0) fail(path, reason(error));
  if (std::rename(temporary.path().c_str(), target.c_str()) != 0) fail(path, reason(errno));
  temporary.keep();
  sync_folder(target);
}

}  // namespace

void write_file(const std::string& path, std::string_view bytes) { write_file(path, Texts{bytes}); }

void write_file(const std::string& path, const std::vector<std::string_view>& pieces) {
  if (path.empty()) fail("\"\"", "the name is empty");
  if (const auto fd = own_descriptor(path)) return write_all(*fd, pieces, path);
  const fs::path target = link_target(path, path);
  struct stat old {};
  if (::stat(target.c_str(), &old) != 0) {
    if (errno != ENOENT) fail(path, reason(errno));
    if (!target.has_filename()) fail(path, reason(EISDIR));
    return replace_file(target, nullptr, pieces, path);
  }
  if (S_ISDIR(old.st_mode)) fail(path, reason(EISDIR));
  if (!S_ISREG(old.st_mode)) return write_directly(path, pieces);
  // A rename would also replace a file that its owner has made read-only.
  if (::access(target.c_str(), W_OK) != 0) fail(path, reason(errno));
  replace_file(target, &old, pieces, path);
}

}  // namespace aimet
