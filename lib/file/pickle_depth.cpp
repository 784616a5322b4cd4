// SPDX-License-Identifier: Apache-2.0
#include "lib/file/pickle_depth.hpp"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "lib/model/little_endian.hpp"

namespace aimet {
namespace {

// The effect of an opcode on the stack. The opcodes are from CPython's Lib/pickletools.py.
enum class Effect {
  none,
  push,
  mark,
  pop,
  close_to_mark,
  tuple,
  make,
  append,
  fill_to_mark,
  memo_put,
  memo_get,
  stop,
  unknown
};

struct Opcode {
  Effect effect = Effect::unknown;
  int argument = 0;  // bytes after the opcode, kTwoLines, or minus the width of a text's length field
  int operands = 0;  // values taken by tuple and append
};
constexpr int kTwoLines = 100;

Opcode opcode(unsigned char code) {
  switch (code) {
    case 0x80:
      return {Effect::none, 1};  // PROTO
    case 0x95:
      return {Effect::none, 8};  // FRAME
    case '(':
      return {Effect::mark};
    case '.':
      return {Effect::stop};
    case '0':
      return {Effect::pop};
    case 'N':
    case 0x88:
    case 0x89:
    case ')':
    case ']':
    case '}':
      return {Effect::push};
    case 'K':
      return {Effect::push, 1};
    case 'M':
      return {Effect::push, 2};
    case 'J':
      return {Effect::push, 4};
    case 'G':
      return {Effect::push, 8};
    case 'X':
    case 'T':
    case 'B':
    case 0x8b:
      return {Effect::push, -4};  // texts with a length of 4 bytes
    case 'U':
    case 'C':
    case 0x8a:
    case 0x8c:
      return {Effect::push, -1};
    case 0x8d:
    case 0x8e:
      return {Effect::push, -8};
    case 'c':
      return {Effect::push, kTwoLines};  // GLOBAL
    case 'q':
      return {Effect::memo_put, 1};
    case 'r':
      return {Effect::memo_put, 4};
    case 'h':
      return {Effect::memo_get, 1};
    case 'j':
      return {Effect::memo_get, 4};
    case 0x85:
      return {Effect::tuple, 0, 1};
    case 0x86:
      return {Effect::tuple, 0, 2};
    case 0x87:
      return {Effect::tuple, 0, 3};
    case 'Q':
      return {Effect::tuple, 0, 1};  // BINPERSID: replaces an id by an object
    case 'R':
    case 0x81:
      return {Effect::make};
    case 'b':
    case 'a':
      return {Effect::append, 0, 1};  // BUILD, APPEND
    case 's':
      return {Effect::append, 0, 2};
    case 't':
    case 'l':
    case 'd':
      return {Effect::close_to_mark};
    case 'e':
    case 'u':
      return {Effect::fill_to_mark};
    default:
      return {};
  }
}

// Returns how deep brackets are nested in a text: LibTorch parses some texts of a pickle as types, List[List[...]], by
// recursion.
std::int64_t bracket_depth(std::string_view text) {
  std::int64_t open = 0, deepest = 0;
  for (const char c : text) {
    if (c == '[') deepest = std::max(deepest, ++open);
    if (c == ']' && open > 0) --open;
  }
  return deepest;
}

class DepthMachine {
 public:
  explicit DepthMachine(std::string_view pickle) : pickle_(pickle) {}

  std::int64_t run() {
    while (at_ < pickle_.size()) {
      const Opcode op = opcode(static_cast<unsigned char>(pickle_[at_++]));
      const std::size_t argument = at_;
      if (op.effect == Effect::unknown || op.effect == Effect::stop || !skip(op.argument)) break;
      if (!apply(op, argument)) break;
    }
    return deepest_ + grown_inside_;
  }

 private:
  // An index into values_. Index 0 represents every object that is empty and cannot be filled.
  using Id = std::uint32_t;
  struct Value {
    std::int64_t depth = 1;
    bool contained = false;
  };

  std::uint64_t number(std::size_t at, std::size_t width) const {
    return little_endian(std::string_view(pickle_).substr(at, width));
  }

  bool skip_bytes(std::uint64_t count) {
    if (count > pickle_.size() - at_) return false;
    at_ += static_cast<std::size_t>(count);
    return true;
  }

  bool skip(int argument) {
    if (argument == kTwoLines) {
      for (int i = 0; i < 2; ++i) {
        const std::size_t end = pickle_.find('\n', at_);
        if (end == std::string_view::npos) return false;
        at_ = end + 1;
      }
      return true;
    }
    if (argument >= 0) return skip_bytes(static_cast<std::uint64_t>(argument));
    const auto width = static_cast<std::size_t>(-argument);
    return skip_bytes(width) && skip_bytes(number(at_ - width, width));
  }

  void push_new(std::int64_t depth) {
    stack_.push_back(static_cast<Id>(values_.size()));
    values_.push_back({depth, false});
    deepest_ = std::max(deepest_, depth);
  }

  void push(const Opcode& op, std::size_t argument) {
    const char code = pickle_[argument - 1];
    const std::int64_t brackets = op.argument < 0 ? bracket_depth(pickle_.substr(argument, at_ - argument)) : 0;
    if (brackets > 0 || code == ']' || code == '}') return push_new(1 + brackets);
    stack_.push_back(kLeaf);
    deepest_ = std::max<std::int64_t>(deepest_, 1);
  }

  // Pops the values from `first` on and returns the depth of the deepest.
  std::int64_t take_from(std::size_t first) {
    std::int64_t deepest = 0;
    for (std::size_t i = first; i < stack_.size(); ++i) {
      Value& value = values_[stack_[i]];
      value.contained = true;
      deepest = std::max(deepest, value.depth);
    }
    stack_.resize(first);
    return deepest;
  }

  bool put_into_top(std::size_t first) {
    if (first == 0 || first > stack_.size()) return false;
    const std::int64_t whole = take_from(first) + 1;
    if (stack_.back() == kLeaf) {
      stack_.pop_back();
      push_new(whole);
      return true;
    }
    Value& top = values_[stack_.back()];
    if (whole <= top.depth) return true;
    // This value was reached through the memo and is already inside others, each of which may now be that much deeper.
    if (top.contained) grown_inside_ += whole - top.depth;
    top.depth = whole;
    deepest_ = std::max(deepest_, whole);
    return true;
  }

  // REDUCE and NEWOBJ make a new object each time, even if the class comes from the memo.
  bool make_object() {
    if (stack_.size() < 2) return false;
    push_new(take_from(stack_.size() - 2) + 1);
    return true;
  }

  bool apply(const Opcode& op, std::size_t argument) {
    const auto operands = static_cast<std::size_t>(op.operands);
    switch (op.effect) {
      case Effect::push:
        push(op, argument);
        return true;
      case Effect::mark:
        marks_.push_back(stack_.size());
        return true;
      case Effect::pop:
        if (!stack_.empty()) stack_.pop_back();
        return true;
      case Effect::tuple:
        if (stack_.size() < operands) return false;
        push_new(take_from(stack_.size() - operands) + 1);
        return true;
      case Effect::make:
        return make_object();
      case Effect::append:
        return stack_.size() >= operands && put_into_top(stack_.size() - operands);
      case Effect::close_to_mark:
      case Effect::fill_to_mark:
        return apply_to_mark(op.effect);
      case Effect::memo_put:
        if (!stack_.empty()) memo_[number(argument, static_cast<std::size_t>(op.argument))] = stack_.back();
        return true;
      case Effect::memo_get:
        stack_.push_back(memo_[number(argument, static_cast<std::size_t>(op.argument))]);
        return true;
      default:
        return true;
    }
  }

  bool apply_to_mark(Effect effect) {
    if (marks_.empty() || marks_.back() > stack_.size()) return false;
    const std::size_t first = marks_.back();
    marks_.pop_back();
    if (effect == Effect::fill_to_mark) return put_into_top(first);
    push_new(take_from(first) + 1);
    return true;
  }

  static constexpr Id kLeaf = 0;

  std::string_view pickle_;
  std::size_t at_ = 0;
  std::int64_t deepest_ = 0;
  std::int64_t grown_inside_ = 0;
  std::vector<Value> values_ = std::vector<Value>(1);
  std::vector<Id> stack_;
  std::vector<std::size_t> marks_;
  std::unordered_map<std::uint64_t, Id> memo_;
};

}  // namespace

std::int64_t pickle_depth(std::string_view pickle) { return DepthMachine(pickle).run(); }

}  // namespace aimet
