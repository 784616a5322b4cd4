// SPDX-License-Identifier: Apache-2.0
#include "lib/worker/worker.hpp"

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "lib/model/error.hpp"
#include "lib/worker/memory.hpp"
#include "lib/worker/message.hpp"
#include "lib/worker/process.hpp"
#include "lib/worker/signals.hpp"

namespace aimet {
namespace {

constexpr std::size_t kReportsPerJob = 8;
constexpr std::chrono::hours kForEver{1};
// Counting a worker's threads takes about 20 us. Between two counts it can start about a thousand threads.
constexpr std::chrono::milliseconds kBetweenLooks{20};
constexpr std::chrono::milliseconds kBetweenForks{100};

// One path, from the start of its worker to the delivery of its report.
struct Slot {
  std::unique_ptr<Process> process;  // while it runs
  std::optional<Ending> ending;
  std::size_t held() const { return process ? process->held() : ending ? ending->bytes() : 0; }
};

// A path whose worker could not be forked yet.
struct Postponed {
  std::string path;
  std::chrono::steady_clock::time_point first_try;
  std::chrono::steady_clock::time_point next_try;
};

class Pool {
 public:
  Pool(const NextPath& next, WorkerOptions options, const ChildFn& child, const OnReport& on_report)
      : next_(next), options_(std::move(options)), child_(child), on_report_(on_report) {
    options_.jobs = std::max(1, options_.jobs);
    if (options_.memory_limit == 0) options_.memory_limit = default_memory_limit(options_.jobs);
  }

  void run() {
    while (true) {
      if (const int signal = SignalGuard::asked_to_end(); signal != 0) throw Interrupted(signal);
      deliver();
      start();
      if (slots_.empty() && exhausted_ && !postponed_) return;
      if (slots_.empty() || !slots_.front().ending) wait();
      for (Slot& slot : slots_) advance(slot);
      forget_ended();
    }
  }

 private:
  void deliver() {
    while (!slots_.empty() && slots_.front().ending) {
      Ending ending = std::move(*slots_.front().ending);
      slots_.pop_front();
      const auto begin = std::chrono::steady_clock::now();
      signals_.let_in([&] { on_report_(report_of(std::move(ending))); });
      const auto away = std::chrono::steady_clock::now() - begin;
      for (const Slot& slot : slots_)
        if (slot.process) slot.process->excuse(away);
    }
  }

  void start() {
    const auto jobs = static_cast<std::size_t>(options_.jobs);
    while (running() < jobs && slots_.size() < jobs * kReportsPerJob) {
      if (postponed_ && std::chrono::steady_clock::now() < postponed_->next_try) return;
      const std::optional<std::string> path = postponed_ ? postponed_->path : next_path();
      if (!path || !start(*path)) return;
    }
  }

  std::optional<std::string> next_path() {
    if (exhausted_) return std::nullopt;
    std::optional<std::string> path = signals_.let_in([&] { return next_(); });
    exhausted_ = !path.has_value();
    return path;
  }

  // Returns false if it has to be tried again.
  bool start(const std::string& path) {
    Slot slot;
    try {
      slot.process = std::make_unique<Process>(path, options_, child_);
    } catch (const NoProcessLeft& error) {
      if (postpone(path)) return false;
      slot.ending = not_started(path, error);
    } catch (const RunError& error) {
      slot.ending = not_started(path, error);
    }
    postponed_.reset();
    slots_.push_back(std::move(slot));
    return true;
  }

  bool postpone(const std::string& path) {
    const auto now = std::chrono::steady_clock::now();
    if (!postponed_) postponed_ = Postponed{path, now, now};
    postponed_->next_try = now + kBetweenForks;
    return now - postponed_->first_try < options_.fork_patience;
  }

  static Ending not_started(const std::string& path, const RunError& error) {
    Ending ending;
    ending.report.path = path;
    ending.report.status = ModelStatus::error;
    ending.report.error = ReportError{error.kind(), error.what()};
    return ending;
  }

  // Includes workers that are exiting: they have not freed their memory yet.
  std::size_t running() const {
    const auto busy =
        std::count_if(slots_.begin(), slots_.end(), [](const Slot& slot) { return slot.process != nullptr; });
    return static_cast<std::size_t>(busy) + ending_.size();
  }

  void wait() {
    std::vector<pollfd> descriptors;
    const auto now = std::chrono::steady_clock::now();
    const bool ticks = options_.on_tick && options_.tick.count() > 0;
    auto until = now + (ticks ? options_.tick : std::chrono::milliseconds(kForEver));
    if (postponed_) until = std::min(until, postponed_->next_try);
    for (const Slot& slot : slots_) {
      if (!slot.process) continue;
      slot.process->add_to(descriptors);
      until = std::min({until, slot.process->deadline(), now + kBetweenLooks});
    }
    signals_.wait(descriptors, until - std::chrono::steady_clock::now());
    if (ticks) signals_.let_in(options_.on_tick);
    look();
  }

  void look() {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_look_ < kBetweenLooks) return;
    last_look_ = now;
    for (const Slot& slot : slots_)
      if (slot.process) slot.process->look_at_threads();
  }

  void advance(Slot& slot) {
    if (!slot.process) return;
    const bool waits = &slot != &slots_.front();
    slot.process->pause(waits && held() > kMostHeld, waits);
    if (!slot.process->advance()) return;
    slot.ending = slot.process->take_ending();
    ending_.push_back(std::move(slot.process));
  }

  std::size_t held() const {
    std::size_t bytes = 0;
    for (std::size_t i = 1; i < slots_.size(); ++i) bytes += slots_[i].held();
    return bytes;
  }

  void forget_ended() {
    const auto is_over = [](const std::unique_ptr<Process>& process) { return process->ended(); };
    ending_.erase(std::remove_if(ending_.begin(), ending_.end(), is_over), ending_.end());
  }

  const NextPath& next_;
  WorkerOptions options_;
  const ChildFn& child_;
  const OnReport& on_report_;
  SignalGuard signals_;
  std::deque<Slot> slots_;
  std::vector<std::unique_ptr<Process>> ending_;
  std::optional<Postponed> postponed_;
  std::chrono::steady_clock::time_point last_look_{};
  bool exhausted_ = false;
};

}  // namespace

void validate_files(const NextPath& next, const WorkerOptions& options, const ChildFn& child,
                    const OnReport& on_report) {
  Pool(next, options, child, on_report).run();
}

ModelReport validate_confined(const std::string& path, const WorkerOptions& options, const ChildFn& child) {
  bool given = false;
  ModelReport result;
  validate_files(
      [&]() -> std::optional<std::string> {
        if (std::exchange(given, true)) return std::nullopt;
        return path;
      },
      options, child, [&](ModelReport report) { result = std::move(report); });
  return result;
}

}  // namespace aimet
