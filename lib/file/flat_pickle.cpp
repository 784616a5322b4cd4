// SPDX-License-Identifier: Apache-2.0
#include "lib/file/flat_pickle.hpp"

#include <limits>

#include "lib/model/little_endian.hpp"

namespace aimet {
namespace {

// The opcodes that LibTorch writes for these values (torch/csrc/jit/serialization/pickler.h), named as in CPython's
// Lib/pickletools.py.
enum Opcode : char {
  kProto = '\x80',
  kStop = '.',
  kMark = '(',
  kNone = 'N',
  kBinInt = 'J',
  kBinInt1 = 'K',
  kBinInt2 = 'M',
  kLong1 = '\x8a',
  kBinUnicode = 'X',
  kEmptyTuple = ')',
  kTuple = 't',
  kTuple1 = '\x85',
  kTuple2 = '\x86',
  kTuple3 = '\x87',
  kEmptyList = ']',
  kAppends = 'e',
  kGlobal = 'c',
  kReduce = 'R',
  kBinPut = 'q',
  kLongBinPut = 'r',
  kBinGet = 'h',
  kLongBinGet = 'j',
};

// LibTorch pickles a list of numbers as a call of this function with the list, so that Python knows its type.
constexpr std::string_view kBuildIntList = "torch.jit._pickle\nbuild_intlist\n";

}  // namespace

class FlatPickleReader {
 public:
  FlatPickleReader(std::string_view pickle, FlatPickle& out) : pickle_(pickle), out_(out) {}

  bool run() {
    bool more = true;
    while (more) {
      if (at_ >= pickle_.size()) return false;
      const char opcode = pickle_[at_++];
      if (opcode == kStop) break;
      more = step(opcode);
    }
    if (!more || stack_.size() != 1 || !marks_.empty()) return false;
    out_.root_ = stack_[0];
    return true;
  }

 private:
  bool step(char opcode) {
    switch (opcode) {
      case kProto:
        return number(1).has_value();
      case kNone:
        return push({});
      case kBinInt:
        return push_number(4);
      case kBinInt1:
        return push_number(1);
      case kBinInt2:
        return push_number(2);
      case kLong1:
        return push_long();
      case kBinUnicode:
        return push_text();
      case kGlobal:
        return push_function();
      case kReduce:
        return call();
      case kBinPut:
        return put(number(1));
      case kLongBinPut:
        return put(number(4));
      case kBinGet:
        return get(number(1));
      case kLongBinGet:
        return get(number(4));
      default:
        return step_of_sequence(opcode);
    }
  }

  bool step_of_sequence(char opcode) {
    switch (opcode) {
      case kMark:
        marks_.push_back(stack_.size());
        return true;
      case kEmptyTuple:
      case kEmptyList:
        return push_list(out_.elements_.size(), 0);
      case kTuple1:
        return gather(1);
      case kTuple2:
        return gather(2);
      case kTuple3:
        return gather(3);
      case kTuple:
        return close_mark() && gather(open_);
      case kAppends:
        return append();
      default:
        return false;
    }
  }

  bool push(const FlatValue& value) {
    stack_.push_back(value);
    return true;
  }

  bool push_list(std::size_t first, std::size_t count) {
    return push({static_cast<std::int64_t>(first), static_cast<std::uint32_t>(count), FlatValue::Kind::list});
  }

  std::optional<std::uint64_t> number(std::size_t width) {
    if (width > pickle_.size() - at_) return std::nullopt;
    const std::uint64_t value = little_endian(std::string_view(pickle_).substr(at_, width));
    at_ += width;
    return value;
  }

  // Only BININT is signed.
  bool push_number(std::size_t width) {
    const auto value = number(width);
    if (!value) return false;
    const auto plain = static_cast<std::int64_t>(*value);
    return push({width == 4 ? static_cast<std::int32_t>(plain) : plain, 0, FlatValue::Kind::number});
  }

  // LibTorch always writes eight bytes.
  bool push_long() {
    const auto width = number(1);
    const auto value = width == 8 ? number(8) : std::nullopt;
    return value && push({static_cast<std::int64_t>(*value), 0, FlatValue::Kind::number});
  }

  bool push_text() {
    const auto size = number(4);
    if (!size || *size > pickle_.size() - at_) return false;
    push({static_cast<std::int64_t>(at_), static_cast<std::uint32_t>(*size), FlatValue::Kind::text});
    at_ += static_cast<std::size_t>(*size);
    return true;
  }

  bool push_function() {
    if (pickle_.substr(at_, kBuildIntList.size()) != kBuildIntList) return false;
    at_ += kBuildIntList.size();
    return push({0, 0, FlatValue::Kind::function});
  }

  // A call of build_intlist: its result is its only argument.
  bool call() {
    if (!has(2) || stack_.back().kind != FlatValue::Kind::list || stack_.back().count != 1) return false;
    const FlatValue argument = out_.elements_[static_cast<std::size_t>(stack_.back().number)];
    stack_.pop_back();
    if (stack_.back().kind != FlatValue::Kind::function) return false;
    stack_.back() = argument;
    return true;
  }

  // Whether there are `count` values since the last mark: an opcode may take no others.
  bool has(std::size_t count) const { return stack_.size() - (marks_.empty() ? 0 : marks_.back()) >= count; }

  bool gather(std::size_t count) {
    if (!has(count)) return false;
    const std::size_t first = move_to_elements(count);
    return push_list(first, count);
  }

  std::size_t move_to_elements(std::size_t count) {
    const std::size_t first = out_.elements_.size();
    const auto begin = stack_.end() - static_cast<std::ptrdiff_t>(count);
    out_.elements_.insert(out_.elements_.end(), begin, stack_.end());
    stack_.erase(begin, stack_.end());
    return first;
  }

  // Sets `open_` to the number of values since the last mark, and removes the mark.
  bool close_mark() {
    if (marks_.empty()) return false;
    open_ = stack_.size() - marks_.back();
    marks_.pop_back();
    return true;
  }

  // Appends only to an empty list that has no copies (put() refuses empty lists): a copy would not get the elements.
  bool append() {
    if (!close_mark() || !has(open_ + 1)) return false;
    const std::size_t first = move_to_elements(open_);
    const FlatValue& list = stack_.back();
    if (list.kind != FlatValue::Kind::list || list.count != 0) return false;
    stack_.pop_back();
    return push_list(first, open_);
  }

  bool put(std::optional<std::uint64_t> place) {
    if (!place || !has(1)) return false;
    const FlatValue& value = stack_.back();
    if (value.kind == FlatValue::Kind::list && value.count == 0) return false;  // may still be filled
    if (*place != memo_.size()) return false;                                   // LibTorch counts memo entries up
    memo_.push_back(value);
    return true;
  }

  bool get(std::optional<std::uint64_t> place) {
    if (!place || *place >= memo_.size()) return false;
    return push(memo_[static_cast<std::size_t>(*place)]);
  }

  std::string_view pickle_;
  FlatPickle& out_;
  std::size_t at_ = 0;
  std::size_t open_ = 0;
  std::vector<FlatValue> stack_;
  std::vector<std::size_t> marks_;
  std::vector<FlatValue> memo_;
};

std::optional<FlatPickle> FlatPickle::read(std::string_view pickle) {
  if (pickle.size() > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  FlatPickle out;
  out.pickle_ = pickle;
  if (!FlatPickleReader(pickle, out).run()) return std::nullopt;
  return out;
}

FlatPickle::Elements FlatPickle::elements(const FlatValue& value) const {
  if (value.kind != FlatValue::Kind::list) return {elements_.data(), 0};
  return {elements_.data() + value.number, value.count};
}

std::string_view FlatPickle::text(const FlatValue& value) const {
  return value.kind == FlatValue::Kind::text ? pickle_.substr(static_cast<std::size_t>(value.number), value.count)
                                             : std::string_view();
}

}  // namespace aimet
