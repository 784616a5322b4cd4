#include "lib/worker/worker.hpp"

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "lib/model/error.hpp"
#include "lib/worker/process.hpp"
#include "lib/worker/signals.hpp"

namespace aimet {
namespace {

constexpr std::size_t kReportsPerJob = 8;
constexpr std::chrono::hours kForEver{1};

// One path, from the start of its worker to the delivery of its report.
struct Slot {
  std::unique_ptr<Process> process;  // while it runs
  std::optional<ModelReport> report;
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
      if (slots_.empty() && exhausted_) return;
      if (slots_.empty() || !slots_.front().report) wait();
      for (Slot& slot : slots_) advance(slot);
      forget_ended();
    }
  }

 private:
  void deliver() {
    while (!slots_.empty() && slots_.front().report) {
      ModelReport report = std::move(*slots_.front().report);
      slots_.pop_front();
      signals_.let_in([&] { on_report_(std::move(report)); });
    }
  }

  void start() {
    const auto jobs = static_cast<std::size_t>(options_.jobs);
    while (!exhausted_ && running() < jobs && slots_.size() < jobs * kReportsPerJob) {
      const std::optional<std::string> path = signals_.let_in([&] { return next_(); });
      exhausted_ = !path.has_value();
      if (path) slots_.push_back(started(*path));
    }
  }

  Slot started(const std::string& path) {
    Slot slot;
    try {
      slot.process = std::make_unique<Process>(path, options_, child_);
    } catch (const RunError& error) {
      slot.report.emplace();
      slot.report->path = path;
      slot.report->status = ModelStatus::error;
      slot.report->error = ReportError{error.kind(), error.what()};
    }
    return slot;
  }

  // Those that end count as well: they still hold their memory.
  std::size_t running() const {
    const auto busy =
        std::count_if(slots_.begin(), slots_.end(), [](const Slot& slot) { return slot.process != nullptr; });
    return static_cast<std::size_t>(busy) + ending_.size();
  }

  void wait() {
    std::vector<pollfd> descriptors;
    const bool ticks = options_.on_tick && options_.tick.count() > 0;
    auto until = std::chrono::steady_clock::now() + (ticks ? options_.tick : std::chrono::milliseconds(kForEver));
    for (const Slot& slot : slots_) {
      if (!slot.process) continue;
      slot.process->add_to(descriptors);
      until = std::min(until, slot.process->deadline());
    }
    signals_.wait(descriptors, until - std::chrono::steady_clock::now());
    if (ticks) signals_.let_in(options_.on_tick);
  }

  void advance(Slot& slot) {
    if (!slot.process || !slot.process->advance()) return;
    slot.report = slot.process->take_report();
    ending_.push_back(std::move(slot.process));
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
