// SPDX-License-Identifier: Apache-2.0
#pragma once
// The messages that a worker sends to its parent over the pipe: a letter, four bytes of length (least significant
// first), a text. The reader trusts nothing: it checks letters, lengths and texts.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/torch/analyze.hpp"

namespace aimet {

enum class MessageKind : char {
  confinement = 'C',  // names in force, separated by spaces; sent first, before any byte of the model is read
  phase = 'P',
  check = 'K',   // the id of the check that starts
  report = 'R',  // the ModelReport, see lib/report/wire.hpp; sent last
};

struct Message {
  MessageKind kind = MessageKind::phase;
  std::string text;
};

std::string encode(MessageKind kind, std::string_view text);
std::string encode(Phase phase);

// If the reports that wait for an earlier file's take more bytes than this, the rest of them stays in the pipes.
constexpr std::size_t kMostHeld = std::size_t{8} << 20;
// The most bytes read from one worker per turn, so that a chatty worker does not keep the others waiting.
constexpr std::size_t kReadAtOnce = std::size_t{4} << 20;

// Splits a stream into messages. `feed` throws RunError(ErrorKind::crash) at the first byte that an intact worker does
// not send.
class MessageReader {
 public:
  explicit MessageReader(std::uint64_t max_report) : max_report_(max_report) {}

  // `waits`: only kMostHeld plus one read of the report are taken for now, so memory is reserved for no more.
  std::vector<Message> feed(std::string_view bytes, bool waits = false);
  // Bytes read of an incomplete report; 0 before it begins and after it has been returned.
  std::size_t report_bytes() const;

 private:
  std::optional<Message> take(bool waits);

  std::uint64_t max_report_;
  std::string pending_;
  std::size_t at_ = 0;  // bytes before it have been consumed
  bool ended_ = false;
};

// Throws RunError(ErrorKind::crash) if `text` is not a phase.
Phase decode_phase(std::string_view text);
// "while loading the model"
const char* while_in(Phase phase);

}  // namespace aimet
