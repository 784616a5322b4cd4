// SPDX-License-Identifier: Apache-2.0
#include "lib/file/zip_directory.hpp"

#include <zlib.h>

#include <cstdint>
#include <string>
#include <vector>

#include "lib/file/zip_record.hpp"
#include "tests/support/model_archive.hpp"

using namespace aimet;
using test::error_of;
using test::little;
using test::zip;
using test::ZipRecord;
using test::ZipText;

namespace {

std::string directory_error(const std::string& bytes, ErrorKind kind = ErrorKind::corrupt) {
  return error_of([&] { read_zip_directory(memory_bytes(bytes)); }, kind);
}

std::string deflated(const std::string& text) {
  std::string out(compressBound(text.size()) + 64, '\0');
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace

TEST_CASE("the directory gives the byte range of each record, with zip64 or without") {
  ZipText archive;
  archive.add({"m/data/0", "weights"});
  archive.add({"m/code.py", deflated("pass\n"), 8, 5});
  for (const std::string& bytes : {archive.text(), archive.text64()}) {
    const ZipDirectory directory = read_zip_directory(memory_bytes(bytes));
    REQUIRE(directory.entries.size() == 2);
    const ZipEntry& weights = directory.entries[0];
    CHECK(bytes.substr(weights.offset, weights.size) == "weights");
    CHECK(read_zip_entry(memory_bytes(bytes), directory.entries[1], 100) == "pass\n");
    CHECK(directory.find("m/code.py") == &directory.entries[1]);
    CHECK(directory.find("m/other") == nullptr);
  }
}

TEST_CASE("a zip64 extra field gives the sizes that do not fit") {
  ZipText archive;
  const std::string name = "m/data/0", payload = "weights";
  archive.records = "PK\x03\x04" + little(45, 2) + little(0, 2) + little(0, 2) + little(0, 8) + little(0xffffffff, 4) +
                    little(0xffffffff, 4) + little(name.size(), 2) + little(0, 2) + name + payload;
  const std::string extra =
      little(1, 2) + little(24, 2) + little(payload.size(), 8) + little(payload.size(), 8) + little(0, 8);
  archive.directory = "PK\x01\x02" + little(45, 2) + little(45, 2) + little(0, 2) + little(0, 2) + little(0, 8) +
                      little(0xffffffff, 4) + little(0xffffffff, 4) + little(name.size(), 2) + little(extra.size(), 2) +
                      little(0, 10) + little(0xffffffff, 4) + name + extra;
  archive.count = 1;
  const std::string bytes = archive.text();
  const ZipDirectory directory = read_zip_directory(memory_bytes(bytes));
  REQUIRE(directory.entries.size() == 1);
  CHECK(read_zip_entry(memory_bytes(bytes), directory.entries[0], 100) == payload);
}

TEST_CASE("a directory that lies is refused") {
  const std::string good = zip({{"a/b", "0123456789"}, {"a/c", "0123456789"}});
  const std::size_t directory = good.find("PK\x01\x02");
  const std::size_t second = good.find("PK\x01\x02", directory + 4);
  const auto with = [&](std::size_t at, const std::string& bytes) {
    std::string bad = good;
    return bad.replace(at, bytes.size(), bytes);
  };
  CHECK_THAT(directory_error(with(directory + 42, little(0x7fffffff, 4))), ContainsSubstring("'a/b' starts outside"));
  CHECK_THAT(directory_error(with(directory + 42, little(3, 4))), ContainsSubstring("does not start where"));
  CHECK_THAT(directory_error(with(directory + 20, little(1000, 4) + little(1000, 4))), ContainsSubstring("two sizes"));
  CHECK_THAT(directory_error(with(directory + 10, little(12, 2))), ContainsSubstring("method 12"));
  CHECK_THAT(directory_error(with(directory + 8, little(1, 2))), ContainsSubstring("encrypted"));
  CHECK_THAT(directory_error(with(directory + 46, "x")), ContainsSubstring("another name"));
  CHECK_THAT(directory_error(with(good.size() - 12, little(60000, 2))), ContainsSubstring("several"));
  CHECK_THAT(directory_error(with(good.size() - 14, little(60000, 2) + little(60000, 2))),
             ContainsSubstring("too short"));
  CHECK_THAT(directory_error(with(second, "XX")), ContainsSubstring("record 1"));
  CHECK_THAT(directory_error(good.substr(0, good.size() - 22)), ContainsSubstring("truncated"));
}

TEST_CASE("overlapping records are refused, by sizes and by sharing one local header") {
  ZipText inside;
  inside.add({"a/b", "PK\x03\x04" + little(20, 2) + little(0, 2) + little(0, 2) + little(0, 8) + little(2, 4) +
                         little(2, 4) + little(3, 2) + little(0, 2) + "a/cxx"});
  const std::string common = little(0, 2) + little(0, 8) + little(2, 4) + little(2, 4) + little(3, 2);
  inside.add_to_directory(common, "a/c", 33);
  CHECK_THAT(directory_error(inside.text()), ContainsSubstring("'a/b' and 'a/c' overlap"));

  ZipText twice;
  twice.add({"a/b", "xx"});
  twice.add_to_directory(common, "a/b", 0);
  CHECK_THAT(directory_error(twice.text()), ContainsSubstring("overlap"));
}

TEST_CASE("a decompression bomb is refused by what it declares and by what it holds") {
  const std::string little_zeros = deflated(std::string(1 << 20, '\0'));
  CHECK_THAT(directory_error(zip({{"a/data/0", little_zeros, 8, std::uint64_t{2} << 30}}), ErrorKind::limit),
             ContainsSubstring("2048 MiB"));
  const std::string lying = zip({{"a/data/0", little_zeros, 8, 100}});
  const ZipDirectory directory = read_zip_directory(memory_bytes(lying));
  CHECK_THAT(error_of([&] { read_zip_entry(memory_bytes(lying), directory.entries[0], 1000); }, ErrorKind::corrupt),
             ContainsSubstring("inflates to more"));
  const std::string short_one = zip({{"a/data/0", little_zeros, 8, 2 << 20}});
  const ZipDirectory short_directory = read_zip_directory(memory_bytes(short_one));
  CHECK_THAT(error_of([&] { read_zip_entry(memory_bytes(short_one), short_directory.entries[0], 8 << 20); },
                      ErrorKind::corrupt),
             ContainsSubstring("inflates to less"));
  CHECK_THAT(
      error_of([&] { read_zip_entry(memory_bytes(short_one), short_directory.entries[0], 10); }, ErrorKind::limit),
      ContainsSubstring("at most 10"));
}

TEST_CASE("what compressed records grow to is counted over all of them") {
  const std::string little_zeros = deflated(std::string(1 << 20, '\0'));
  const std::uint64_t each = std::uint64_t{100} << 20;
  std::vector<ZipRecord> records{{"a/data/0", little_zeros, 8, each}, {"a/data/1", little_zeros, 8, each}};
  CHECK(read_zip_directory(memory_bytes(zip(records))).entries.size() == 2);
  records.push_back({"a/data/2", little_zeros, 8, each});
  CHECK_THAT(directory_error(zip(records), ErrorKind::limit), ContainsSubstring("a/data/2"));
}

TEST_CASE("an absurd count of records is refused before they are read") {
  ZipText archive;
  archive.add({"a/b", "x"});
  archive.count = 1'000'000'000;
  CHECK_THAT(directory_error(archive.text64(), ErrorKind::limit), ContainsSubstring("1000000000 records"));
}
