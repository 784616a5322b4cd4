// SPDX-License-Identifier: Apache-2.0
#include "tools/terminal.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "tools/values.hpp"

namespace aimet {
namespace {

constexpr int kUsualWidth = 80;
constexpr int kWidestBelieved = 10'000;

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

void occupy_standard_descriptors() {
  int fd = open("/dev/null", O_RDONLY);
  while (fd >= 0 && fd <= STDERR_FILENO) fd = open("/dev/null", O_RDONLY);
  if (fd >= 0) close(fd);
}

bool use_colour(const std::string& choice, int fd) {
  if (choice != "auto") return choice == "always";
  // https://no-color.org: any value except an empty one disables colour.
  return is_live_terminal(fd) && environment("NO_COLOR").empty();
}

bool is_live_terminal(int fd) {
  return isatty(fd) != 0 && environment("TERM") != "dumb" && !environment("TERM").empty();
}

int terminal_width(int fd) {
  const auto columns = whole_number(environment("COLUMNS"));
  if (columns && *columns > 0 && *columns <= kWidestBelieved) return static_cast<int>(*columns);
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return isatty(fd) ? kUsualWidth : 0;
}

}  // namespace aimet
