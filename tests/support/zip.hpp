// SPDX-License-Identifier: Apache-2.0
#pragma once
// Builds zip archives byte by byte, so that a test can put a wrong value into any field.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aimet::test {

struct ZipRecord {
  std::string name;
  std::string bytes;  // as stored
  std::uint16_t method = 0;
  std::uint64_t size = 0;  // the size when inflated; 0: the size of `bytes`
};

inline std::string little(std::uint64_t value, int width) {
  std::string bytes;
  for (int i = 0; i < width; ++i) bytes += i < 8 ? static_cast<char>((value >> (8 * i)) & 0xff) : '\0';
  return bytes;
}

struct ZipText {
  std::string records;
  std::string directory;
  std::uint64_t count = 0;

  void add(const ZipRecord& record) {
    const std::uint64_t size = record.size != 0 ? record.size : record.bytes.size();
    const std::string common = little(record.method, 2) + little(0, 4) + little(0, 4) + little(record.bytes.size(), 4) +
                               little(size, 4) + little(record.name.size(), 2);
    const std::uint64_t at = records.size();
    records += "PK\x03\x04" + little(20, 2) + little(0, 2) + common + little(0, 2) + record.name + record.bytes;
    add_to_directory(common, record.name, at);
  }

  void add_to_directory(const std::string& common, const std::string& name, std::uint64_t at) {
    directory += "PK\x01\x02" + little(20, 2) + little(20, 2) + little(0, 2) + common + little(0, 2) + little(0, 2) +
                 little(0, 2) + little(0, 2) + little(0, 4) + little(at, 4) + name;
    ++count;
  }

  std::string text() const {
    return records + directory + "PK\x05\x06" + little(0, 4) + little(count, 2) + little(count, 2) +
           little(directory.size(), 4) + little(records.size(), 4) + little(0, 2);
  }

  // The same archive with a zip64 end record and locator, which LibTorch always writes.
  std::string text64() const {
    const std::string end64 = "PK\x06\x06" + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8) +
                              little(count, 8) + little(count, 8) + little(directory.size(), 8) +
                              little(records.size(), 8);
    const std::string locator =
        "PK\x06\x07" + little(0, 4) + little(records.size() + directory.size(), 8) + little(1, 4);
    return records + directory + end64 + locator + "PK\x05\x06" + little(0, 4) + little(0xffff, 2) + little(0xffff, 2) +
           little(0xffffffff, 4) + little(0xffffffff, 4) + little(0, 2);
  }
};

inline std::string zip(const std::vector<ZipRecord>& records) {
  ZipText archive;
  for (const ZipRecord& record : records) archive.add(record);
  return archive.text();
}

}  // namespace aimet::test
