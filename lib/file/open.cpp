// SPDX-License-Identifier: Apache-2.0
#include "lib/file/open.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "lib/model/descriptor.hpp"
#include "lib/model/error.hpp"

namespace aimet {
namespace {

RunError why_not_opened(const std::string& path, int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return {ErrorKind::not_found, "There is no file '" + path + "'; check the path."};
    case EACCES:
    case EPERM:
      return {ErrorKind::unreadable, "'" + path + "' may not be read by this user; change its permissions."};
    case ENXIO:
      return {ErrorKind::unreadable, "'" + path + "' is a socket or a device, not a file; give the path of a model."};
    default:
      return {ErrorKind::unreadable, "'" + path + "' cannot be opened: " + std::strerror(error) + "."};
  }
}

const char* what_instead(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a pipe";
  return "a device";
}

Descriptor open_for_reading(const std::string& path) {
  int fd = -1;
  do {
    fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  } while (fd < 0 && errno == EINTR);
  return Descriptor(fd);
}

}  // namespace

int open_model(const std::string& path) {
  if (path.find('\0') != std::string::npos) throw why_not_opened(path.substr(0, path.find('\0')), ENOENT);
  Descriptor file = open_for_reading(path);
  if (const std::size_t program = path.rfind(".pt2:"); !file && errno == ENOENT && program != std::string::npos) {
    file = open_for_reading(path.substr(0, program + 4));
    if (!file) errno = ENOENT;
  }
  if (!file) throw why_not_opened(path, errno);
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0) throw why_not_opened(path, errno);
  if (S_ISREG(facts.st_mode)) return file.release();
  throw RunError(ErrorKind::unreadable, "'" + path + "' is " + what_instead(facts.st_mode) +
                                            ", not a file; give the path of a TorchScript file.");
}

}  // namespace aimet
