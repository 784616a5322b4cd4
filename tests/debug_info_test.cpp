// SPDX-License-Identifier: Apache-2.0

// Tests reading the debug information of a code record, on pickles built by hand.

#include "lib/file/debug_info.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/zip.hpp"

using namespace aimet;
using test::little;

namespace {

// These functions build the opcodes that torch.jit.save of PyTorch 1.13 writes.
std::string text(const std::string& value) { return "X" + little(value.size(), 4) + value; }
std::string number(int value) { return "J" + little(static_cast<std::uint32_t>(value), 4); }
std::string three(const std::string& a, const std::string& b, const std::string& c) { return a + b + c + "\x87"; }
std::string tuple(const std::string& elements) { return "(" + elements + "t"; }

std::string lines(const std::vector<int>& texts) {
  std::string elements;
  for (const int id : texts) elements += number(id);
  return "ctorch.jit._pickle\nbuild_intlist\n(](" + elements + "etR";
}

std::string source(const std::vector<int>& texts, int file, int first_line) {
  return three(lines(texts), number(file), number(first_line));
}

std::string range(int offset, const std::string& source, int start) {
  return three(number(offset), three(source, number(start), number(start + 1)), number(-1));
}

std::string pickle(const std::string& texts, const std::string& ranges) {
  return "\x80\x02" + three(text("FORMAT_WITH_STRING_TABLE"), tuple(texts), tuple(ranges)) + ".";
}

const std::string kTexts = text("def f(x):\n") + text("    return x\n") + text("m.py") + text("");

std::string small() { return pickle(kTexts, range(0, source({3}, 3, 0), 0) + range(40, source({0, 1}, 2, 7), 14)); }

std::string all_of(const DebugInfo& info, std::size_t id) { return info.text_of(info.source(id), 1000); }

}  // namespace

TEST_CASE("a range holds from its offset to the next one's") {
  const auto info = DebugInfo::read(small());
  REQUIRE(info);
  REQUIRE(info->find(39) != nullptr);
  CHECK(all_of(*info, info->find(39)->source).empty());
  for (const std::uint64_t offset : {40, 41, 1000000}) {
    const DebugRange* found = info->find(offset);
    REQUIRE(found != nullptr);
    CHECK(found->start == 14);
    const DebugSource& origin = info->source(found->source);
    CHECK(info->text_of(origin, 1000) == "def f(x):\n    return x\n");
    CHECK(info->text_of(origin, 5) == "def f");
    CHECK(info->text(origin.file) == "m.py");
    CHECK(origin.first_line == 7);
  }
}

TEST_CASE("code before the first range has no origin") {
  const auto info = DebugInfo::read(pickle(kTexts, range(10, source({0}, 2, 7), 0)));
  REQUIRE(info);
  CHECK(info->find(9) == nullptr);
  CHECK(info->find(10) != nullptr);
  const auto none = DebugInfo::read(pickle(kTexts, ""));
  REQUIRE(none);
  CHECK(none->find(0) == nullptr);
}

TEST_CASE("sources that say the same are one, whether or not the pickle names one by its memo") {
  const std::string first = source({0, 1}, 2, 7);
  const auto info =
      DebugInfo::read(pickle(kTexts, range(0, first + std::string("q\0", 2), 0) + range(1, first, 4) +
                                         range(2, std::string("h\0", 2), 8) + range(3, source({0, 1}, 2, 8), 0)));
  REQUIRE(info);
  CHECK(info->sources() == 2);
  CHECK(info->find(0)->source == info->find(1)->source);
  CHECK(info->find(0)->source == info->find(2)->source);
  CHECK(info->find(0)->source != info->find(3)->source);
  CHECK(info->find(2)->start == 8);
}

TEST_CASE("numbers of every width that is written are read") {
  const std::string in_source = source({0}, 2, 7);
  const auto info = DebugInfo::read(pickle(
      kTexts, three("K\x05", three(in_source, "M\x01\x02", "\x8a\x08" + little(600, 8)), number(-1)) +
                  three("\x8a\x08" + little(std::uint64_t{5} << 32, 8), three(in_source, number(3), "N"), number(-1))));
  REQUIRE(info);
  CHECK(info->find(4) == nullptr);
  CHECK(info->find(5)->start == 0x201);
  CHECK(info->find((std::uint64_t{5} << 32) - 1)->start == 0x201);
  CHECK(info->find(std::uint64_t{5} << 32)->start == 3);
}

TEST_CASE("before PyTorch 1.10 each source had its text") {
  const std::string whole = three(text("def f(x):\n    return x\n"), text("m.py"), number(7));
  const std::string last = three(text("a\nb"), "N", number(0));
  const auto info = DebugInfo::read("\x80\x02" + tuple(range(0, whole, 14) + range(5, last, 2)) + ".");
  REQUIRE(info);
  const DebugSource& first = info->source(info->find(4)->source);
  CHECK(first.lines.size() == 2);
  CHECK(info->text_of(first, 1000) == "def f(x):\n    return x\n");
  CHECK(info->text(first.file) == "m.py");
  CHECK(first.first_line == 7);
  const DebugSource& second = info->source(info->find(5)->source);
  CHECK(second.lines.size() == 2);
  CHECK(info->text_of(second, 1000) == "a\nb");
  CHECK(info->text(second.file).empty());
  for (const std::string& other : {three(number(1), text("m.py"), number(7)), three(text("x"), number(1), number(7)),
                                   three(text("x"), text("m.py"), "N")}) {
    CHECK_FALSE(DebugInfo::read("\x80\x02" + tuple(range(0, other, 0)) + "."));
  }
}

TEST_CASE("what is of neither form is refused") {
  const std::string ranges = range(0, source({0}, 2, 7), 0);
  const std::string whole_texts = range(0, three(text("x\n"), text("m.py"), number(1)), 0);
  const std::string kept_empty = "](q" + std::string(1, '\0') + number(1) + "e";
  const std::vector<std::string> others{
      "",
      pickle(kTexts, whole_texts),
      pickle(kTexts, range(0, source({4}, 2, 7), 0)),  // there is no text 4
      pickle(kTexts, range(0, source({-1}, 2, 7), 0)),
      pickle(kTexts, range(0, source({0}, 4, 7), 0)),
      pickle(number(1), ranges),  // a number among the texts, and among the ranges
      pickle(kTexts, number(1)),
      pickle(kTexts, "c__main__\nbuild_intlist\n(](etR" + ranges),
      pickle(kTexts, "](" + number(1) + "e(" + number(1) + "e"),  // a list that is filled twice
      pickle(kTexts, kept_empty),                                 // a list that is memoized before it is filled
      pickle(kTexts, std::string("h\0", 2)),                      // the memo is empty
      pickle(kTexts, "e"),                                        // the stack is empty
      pickle(kTexts, "R"),
      pickle(kTexts, "t"),
      pickle(kTexts, "}"),  // a dictionary
      "\x80\x02.",
      "\x80\x02" + number(1) + number(2) + ".",
  };
  for (const std::string& other : others) {
    CAPTURE(other);
    CHECK_FALSE(DebugInfo::read(other));
  }
  CHECK(DebugInfo::read(pickle(kTexts, ranges)));
}

TEST_CASE("debug information that is cut short or changed is refused, or says something else") {
  const std::string whole = small();
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK_FALSE(DebugInfo::read(whole.substr(0, size)));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      const auto info = DebugInfo::read(changed);
      if (const DebugRange* found = info ? info->find(50) : nullptr)
        CHECK(info->text_of(info->source(found->source), 1000).size() <= whole.size());
    }
  }
}

TEST_CASE("a number of four bytes may be negative, one of fewer may not") {
  const auto info = DebugInfo::read(pickle(kTexts, range(0, source({0, 1}, 2, -7), -14)));
  REQUIRE(info);
  CHECK(info->find(0)->start == -14);
  CHECK(info->source(info->find(0)->source).first_line == -7);
  const std::string one_byte = three("K\x01", three(source({0, 1}, 2, 7), "K\xf0", number(0)), number(-1));
  const auto plain = DebugInfo::read(pickle(kTexts, one_byte));
  REQUIRE(plain);
  CHECK(plain->find(1)->start == 0xf0);
  CHECK_FALSE(DebugInfo::read(pickle(kTexts, range(0, source({-1}, 2, 7), 0))));
  CHECK_FALSE(DebugInfo::read(pickle(kTexts, range(0, source({0}, -2, 7), 0))));
}
