// SPDX-License-Identifier: Apache-2.0
#include "tools/queue.hpp"

namespace aimet {

Queue::Queue(std::vector<std::string> arguments, std::function<void(ModelReport)> on_report)
    : files_(std::move(arguments)), on_report_(std::move(on_report)) {}

std::optional<std::string> Queue::next() {
  while (auto file = files_.next()) {
    if (!file->error) {
      ++handed_out_;
      return file->path;
    }
    ModelReport report;
    report.path = file->path;
    report.error = file->error;
    problems_.emplace_back(handed_out_, std::move(report));
  }
  return std::nullopt;
}

void Queue::report(ModelReport report) {
  pass_problems();
  ++reported_;
  on_report_(std::move(report));
}

void Queue::finish() { pass_problems(); }

void Queue::pass_problems() {
  while (!problems_.empty() && problems_.front().first <= reported_) {
    on_report_(std::move(problems_.front().second));
    problems_.pop_front();
  }
}

}  // namespace aimet
