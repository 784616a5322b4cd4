// SPDX-License-Identifier: Apache-2.0
#include "tools/progress.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "lib/report/escape.hpp"
#include "tools/terminal.hpp"

namespace aimet {
namespace {

constexpr std::chrono::seconds kBetweenLines{5};
constexpr std::chrono::seconds kTick{1};

std::string counts(const Summary& so_far) {
  if (so_far.models == 0) return "";
  return fmt::format("; so far {} files: {} passed, {} failed, {} could not be validated", so_far.models, so_far.passed,
                     so_far.failed, so_far.errors);
}

}  // namespace

ProgressLines::ProgressLines(int fd) : watched_(is_live_terminal(fd)) {}

void ProgressLines::started(const std::string& path) {
  if (watched_) files_.push_back({path, "loading and running it", Clock::now()});
}

void ProgressLines::checking(const std::string& path, std::string_view check) {
  const auto file = std::find_if(files_.begin(), files_.end(), [&](const File& f) { return f.path == path; });
  if (file != files_.end()) file->doing = check;
}

void ProgressLines::finished() {
  if (!files_.empty()) files_.pop_front();
}

void ProgressLines::tick(const Summary& so_far) {
  const auto now = Clock::now();
  if (!watched_ || files_.empty() || now - last_told_ < kBetweenLines) return;
  last_told_ = now;
  const File& file = files_.front();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - file.since).count();
  const bool is_slow = now - file.since >= kBetweenLines;
  const std::string how_long = is_slow ? fmt::format(" after {} s ({})", seconds, escape(file.doing)) : "";
  spdlog::info("{} {}{}{}", is_slow ? "Still at" : "Now at", escape(file.path), how_long, counts(so_far));
}

std::chrono::milliseconds ProgressLines::interval() const {
  return watched_ ? std::chrono::milliseconds(kTick) : std::chrono::milliseconds(0);
}

}  // namespace aimet
