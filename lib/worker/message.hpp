// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a worker sends to its parent over the pipe: a letter, four bytes of length (least significant first), a text.
// The reader believes nothing: letters, lengths and texts are checked.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/torch/analyze.hpp"

namespace aimet {

enum class MessageKind : char {
  confinement = 'C',  // names in force, separated by blanks; comes first, before a byte of the model is read
  phase = 'P',
  check = 'K',   // the id of the check that starts
  report = 'R',  // the ModelReport, see lib/report/wire.hpp; comes last
};

struct Message {
  MessageKind kind = MessageKind::phase;
  std::string text;
};

std::string encode(MessageKind kind, std::string_view text);
std::string encode(Phase phase);

// Bytes of all reports that wait for an earlier file's: as soon as there are more, the rest stays in their pipes.
constexpr std::size_t kMostHeld = std::size_t{8} << 20;
// Bytes that are read from one worker before the others have their turn, so that a chatty one does not keep them
// waiting.
constexpr std::size_t kReadAtOnce = std::size_t{4} << 20;

// Cuts messages out of a stream. `feed` throws RunError(kCrash) at the first byte that no worker of ours sends.
class MessageReader {
 public:
  explicit MessageReader(std::uint64_t max_report) : max_report_(max_report) {}

  // `waits`: no more than kMostHeld and one read of a report come soon, so that memory is reserved for these alone.
  std::vector<Message> feed(std::string_view bytes, bool waits = false);
  // Bytes of a report that is under way; 0 before it begins and after it has been taken.
  std::size_t report_bytes() const;

 private:
  std::optional<Message> take(bool waits);

  std::uint64_t max_report_;
  std::string pending_;
  std::size_t at_ = 0;  // what is before has been taken
  bool ended_ = false;
};

// Throws RunError(kCrash) for a text that is not one.
Phase decode_phase(std::string_view text);
// "while loading the model"
const char* while_in(Phase phase);

}  // namespace aimet
