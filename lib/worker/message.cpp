// SPDX-License-Identifier: Apache-2.0
#include "lib/worker/message.hpp"

#include <algorithm>
#include <utility>

#include "lib/model/error.hpp"
#include "lib/model/little_endian.hpp"

namespace aimet {
namespace {

constexpr std::size_t kHeader = 5;
constexpr std::uint64_t kLongestWord = 256;

[[noreturn]] void garbage(const std::string& what) {
  throw RunError(ErrorKind::crash, "The worker sent " + what +
                                       ": the file has damaged the process that read it. Treat the file as hostile.");
}

std::uint64_t longest(char kind, std::uint64_t max_report) {
  switch (static_cast<MessageKind>(kind)) {
    case MessageKind::confinement:
    case MessageKind::phase:
    case MessageKind::check:
      return kLongestWord;
    case MessageKind::report:
      return max_report;
  }
  garbage("something that is not a message");
}

void check_word(const Message& message) {
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ' '; };
  if (!std::all_of(message.text.begin(), message.text.end(), is_plain)) garbage("a message with unexpected characters");
}

}  // namespace

std::string encode(MessageKind kind, std::string_view text) {
  std::string bytes(1, static_cast<char>(kind));
  append_little_endian(bytes, text.size(), kHeader - 1);
  return bytes.append(text);
}

std::string encode(Phase phase) {
  return encode(MessageKind::phase, std::string(1, static_cast<char>('0' + static_cast<int>(phase))));
}

std::vector<Message> MessageReader::feed(std::string_view bytes, bool waits) {
  if (ended_ && !bytes.empty()) garbage("more after its report");
  pending_.append(bytes);
  std::vector<Message> messages;
  while (auto message = take(waits)) messages.push_back(std::move(*message));
  pending_.erase(0, std::exchange(at_, 0));
  return messages;
}

std::size_t MessageReader::report_bytes() const {
  const bool is_report = !pending_.empty() && pending_[0] == static_cast<char>(MessageKind::report);
  return is_report ? pending_.size() : 0;
}

std::optional<Message> MessageReader::take(bool waits) {
  const std::size_t there = pending_.size() - at_;
  if (there == 0) return std::nullopt;
  const std::uint64_t allowed = longest(pending_[at_], max_report_);
  if (there < kHeader) return std::nullopt;
  const std::uint64_t length = little_endian(std::string_view(pending_).substr(at_ + 1, kHeader - 1));
  if (length > allowed) garbage("a message of " + std::to_string(length) + " bytes");
  const bool is_report = pending_[at_] == static_cast<char>(MessageKind::report);
  // Reserve all at once: growing by doubling would take three times the bytes, and bytes not yet received take no
  // memory. A report that waits gets the rest when its turn comes; by then the report before it has freed its memory.
  const std::uint64_t soon = waits ? std::min<std::uint64_t>(length, kMostHeld + kReadAtOnce) : length;
  if (is_report) pending_.reserve(at_ + kHeader + static_cast<std::size_t>(soon));
  if (there - kHeader < length) return std::nullopt;
  Message message{static_cast<MessageKind>(pending_[at_]), {}};
  if (is_report) {
    if (there > kHeader + length) garbage("more after its report");
    ended_ = true;
    message.text = std::exchange(pending_, {});
    message.text.erase(0, std::exchange(at_, 0) + kHeader);
    return message;
  }
  message.text = pending_.substr(at_ + kHeader, static_cast<std::size_t>(length));
  at_ += kHeader + static_cast<std::size_t>(length);
  check_word(message);
  return message;
}

Phase decode_phase(std::string_view text) {
  if (text.size() != 1 || text[0] < '0' || text[0] > '0' + static_cast<int>(Phase::checking))
    garbage("an unknown phase");
  return static_cast<Phase>(text[0] - '0');
}

const char* while_in(Phase phase) {
  switch (phase) {
    case Phase::reading:
      return "while reading the file";
    case Phase::loading:
      return "while loading the model";
    case Phase::running:
      return "while running the model";
    case Phase::checking:
      return "while checking the model";
  }
  return "";
}

}  // namespace aimet
