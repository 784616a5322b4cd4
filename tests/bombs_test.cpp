// SPDX-License-Identifier: Apache-2.0
#include "lib/file/bombs.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include "lib/file/code_depth.hpp"
#include "lib/file/identify.hpp"
#include "lib/file/pickle_depth.hpp"
#include "tests/support/model_archive.hpp"

using namespace aimet;
using test::error_of;
using test::little;
using test::torchscript;
using test::zip;
using test::ZipRecord;
using test::ZipText;

TEST_CASE("no single changed byte of an archive crashes the reader") {
  ZipText archive;
  for (const ZipRecord& record : torchscript()) archive.add(record);
  const std::string good = archive.text64();
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const char value : {'\0', '\x01', '\x7f', '\xff'}) {
      std::string bad = good;
      bad[at] = value;
      try {
        const ByteSource bytes = memory_bytes(bad);
        refuse_bombs(bytes, identify(bytes, "m.pt"));
      } catch (const RunError& error) {
        CHECK_FALSE(std::string(error.what()).empty());
      }
    }
  }
}

TEST_CASE("the depth of a pickle counts tuples, lists, memo and objects") {
  CHECK(pickle_depth("\x80\x02K\x01.") == 1);
  CHECK(pickle_depth("\x80\x02K\x01\x85\x85\x85.") == 4);
  CHECK(pickle_depth("\x80\x02](K\x01](K\x02"
                     "ee.") == 3);
  CHECK(pickle_depth("\x80\x02K\x01\x85q\x01"
                     "0h\x01\x85h\x01\x86.") == 4);
  CHECK(pickle_depth("\x80\x02"
                     "ca\nB\n)\x81}(X\x01\0\0\0"
                     "aK\x01ub.") >= 1);
  CHECK(pickle_depth("\x80\x02K\x01" + std::string(100000, '\x85') + ".") == 100001);
  CHECK(pickle_depth("\xff\xff") == 0);
  CHECK(pickle_depth("e") == 0);
}

TEST_CASE(
    "lists that are put into each other first and filled through the memo afterwards are as deep as they become") {
  const auto get = [](std::uint64_t id) { return "j" + little(id, 4); };
  std::string chain = "\x80\x02";
  for (std::uint64_t i = 0; i < 5000; ++i) chain += "]r" + little(i, 4);
  for (std::uint64_t i = 0; i + 1 < 5000; ++i) chain += get(i) + get(i + 1) + "a0";
  CHECK(pickle_depth(chain + get(0) + ".") >= 5000);
  // A list that is filled first and shared afterwards, as PyTorch writes it.
  CHECK(pickle_depth("\x80\x02]q\x01K\x01"
                     "ah\x01h\x01\x86h\x01\x85\x86.") == 4);
}

TEST_CASE("a type that is written out in a pickle counts by its brackets") {
  const std::string type = "List[List[List[int]]]";
  CHECK(pickle_depth("\x80\x02X" + little(type.size(), 4) + type + "\x85.") == 5);
}

TEST_CASE("two objects of a class that comes from the memo are two") {
  CHECK(pickle_depth("\x80\x02"
                     "ca\nB\nq\x01)\x81q\x02h\x01h\x02\x85\x81q\x03h\x01h\x03\x85\x81.") == 6);
}

TEST_CASE("the depth of code counts brackets and blocks, but not those in strings and comments") {
  CHECK(code_depth("x = f(g([1, (2)]))\n").brackets == 4);
  CHECK(code_depth("x = '((((' # ((((\ny = \"\\\"((\"\n").brackets == 0);
  const CodeDepth depth = code_depth("class M:\n  def f():\n    if a:\n      pass\n  def g():\n    pass\n");
  CHECK(depth.blocks == 3);
  CHECK(depth.line == 4);
  CHECK(code_depth("f(\n        1)\n").blocks == 0);
  CHECK(code_depth("'unclosed\\").brackets == 0);
}

TEST_CASE("the depth of code counts the operators that one expression holds, with those around it") {
  CHECK(code_depth("x = a + b * -c\n").operators == 3);
  CHECK(code_depth("x = a.T.T\ny = b.T\n").operators == 2);
  CHECK(code_depth("x = f(a + b, c + d + e, g) + h + i\n").operators == 3);
  CHECK(code_depth("x = f(a)(b)[c]\n").operators == 3);
  CHECK(code_depth("x = not a if b else c in d\n").operators == 4);
  CHECK(code_depth("x = island + notes + order\n").operators == 2);
  CHECK(code_depth("x = [1.5, 2.5,\n     3.5, -4.5]\n").operators == 2);
  CHECK(code_depth(")))]\n").operators == 0);
}

TEST_CASE("an elif counts as the block that LibTorch makes of it, until the chain ends") {
  CHECK(code_depth("  if a:\n    x\n  elif b:\n    x\n  elif c:\n    x\n  else:\n    x\n").blocks == 4);
  CHECK(code_depth("  if a:\n    x\n  elif b:\n    x\n  y\n  if a:\n    x\n  elif b:\n    x\n").blocks == 3);
}

TEST_CASE("bombs are refused with the record and the figure") {
  const auto error = [](std::vector<ZipRecord> records) {
    const std::string bytes = zip(records);
    const ByteSource source = memory_bytes(bytes);
    return error_of([&] { refuse_bombs(source, identify(source, "m.pt")); }, ErrorKind::limit);
  };
  auto deep_pickle = torchscript();
  deep_pickle[0].bytes = "\x80\x02K\x01" + std::string(100000, '\x85') + ".";
  CHECK_THAT(error(deep_pickle), ContainsSubstring("'m/data.pkl' values are nested 100001 deep"));
  auto deep_brackets = torchscript();
  deep_brackets[1].bytes = "x = " + std::string(100000, '(');
  CHECK_THAT(error(deep_brackets), ContainsSubstring("'m/code/__torch__.py' brackets are nested 100000 deep"));
  auto deep_blocks = torchscript();
  deep_blocks[1].bytes.clear();
  for (std::size_t i = 0; i < 2000; ++i) deep_blocks[1].bytes += std::string(i, ' ') + "if a:\n";
  CHECK_THAT(error(deep_blocks), ContainsSubstring("blocks are nested 1999 deep"));
  auto long_sum = torchscript();
  for (std::size_t i = 0; i < 100000; ++i) long_sum[1].bytes += "a + ";
  CHECK_THAT(error(long_sum), ContainsSubstring("operators are nested 100000 deep"));
  auto shouting = torchscript();
  shouting.push_back({"m/DATA.PKL", deep_pickle[0].bytes});
  CHECK_THAT(error(shouting), ContainsSubstring("DATA.PKL"));
}
