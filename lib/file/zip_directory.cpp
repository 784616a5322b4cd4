// SPDX-License-Identifier: Apache-2.0
#include "lib/file/zip_directory.hpp"

#include <algorithm>
#include <optional>

#include "lib/file/little_endian.hpp"
#include "lib/file/quote.hpp"
#include "lib/model/error.hpp"

namespace aimet {
namespace {

// Signatures and sizes of the fixed parts: APPNOTE.TXT 4.3.7, 4.3.12, 4.3.14 to 4.3.16.
constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::uint32_t kCentralSignature = 0x02014b50;
constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kEnd64Signature = 0x06064b50;
constexpr std::uint32_t kLocator64Signature = 0x07064b50;
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kCentralSize = 46;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kEnd64Size = 56;
constexpr std::size_t kLocator64Size = 20;
constexpr std::uint32_t kSeeZip64 = 0xffffffff;

constexpr std::uint16_t kFlagEncrypted = 1;
constexpr std::uint16_t kFlagSizesFollow = 8;  // the sizes in the local header are 0, a data descriptor follows
constexpr std::uint16_t kZip64Extra = 1;

[[noreturn]] void corrupt(const std::string& what) {
  throw RunError(ErrorKind::corrupt,
                 "The zip archive is damaged: " + what + ". Save the model again, or copy the file again.");
}

struct Central {
  std::uint64_t entries = 0;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::uint64_t end = 0;  // position of the (zip64) end record, which the directory must not reach beyond
};

// One entry as listed in the directory, and the position of its local header.
struct Listed {
  ZipEntry entry;
  std::uint64_t header = 0;
  std::uint16_t flags = 0;
};

// Finds the last signature within the longest possible comment from the end, as other readers do (miniz in LibTorch).
std::optional<std::uint64_t> find_end(const ByteSource& bytes) {
  const std::uint64_t reach = std::min<std::uint64_t>(bytes.size(), kEndSize + 0xffff);
  const std::uint64_t first = bytes.size() - reach;
  const std::string tail = bytes.read(first, static_cast<std::size_t>(reach));
  if (tail.size() < kEndSize) return std::nullopt;
  const std::size_t at = tail.rfind("PK\x05\x06", tail.size() - kEndSize);
  if (at == std::string::npos) return std::nullopt;
  return first + at;
}

std::optional<Central> find_central64(const ByteSource& bytes, std::uint64_t end) {
  if (end < kLocator64Size) return std::nullopt;
  const LittleEndian locator(bytes.read(end - kLocator64Size, kLocator64Size));
  if (locator.u32(0) != kLocator64Signature) return std::nullopt;
  const std::uint64_t at = locator.u64(8);
  if (at > end - kLocator64Size || end - kLocator64Size - at < kEnd64Size) corrupt("its zip64 locator points outside");
  const LittleEndian record(bytes.read(at, kEnd64Size));
  if (record.u32(0) != kEnd64Signature) corrupt("its zip64 locator points at something else");
  if (record.u32(16) != 0 || record.u32(20) != 0 || record.u64(24) != record.u64(32))
    corrupt("it is one part of several");
  return Central{record.u64(32), record.u64(48), record.u64(40), at};
}

Central find_central(const ByteSource& bytes) {
  const auto end = find_end(bytes);
  if (!end) corrupt("its directory, which belongs at the end, is missing; the file may be truncated");
  const LittleEndian record(bytes.read(*end, kEndSize));
  Central central{record.u16(10), record.u32(16), record.u32(12), *end};
  if (const auto central64 = find_central64(bytes, *end)) {
    central = *central64;
  } else if (record.u16(4) != 0 || record.u16(6) != 0 || record.u16(8) != record.u16(10)) {
    corrupt("it is one part of several");
  }
  if (central.offset > central.end || central.size > central.end - central.offset) {
    corrupt("its directory lies outside the file; the file may be truncated");
  }
  return central;
}

void check_limits(const Central& central, const ZipLimits& limits) {
  if (central.entries > limits.entries || central.size > limits.directory_bytes) {
    throw RunError(ErrorKind::limit, "The zip archive claims " + std::to_string(central.entries) + " records in " +
                                         std::to_string(central.size) + " bytes of directory; at most " +
                                         std::to_string(limits.entries) + " records are read.");
  }
  if (central.entries > central.size / kCentralSize) corrupt("its directory is too short for the records it counts");
}

// Fields that do not fit into 32 bits, and only these, are in the zip64 extra field, in this order (4.5.3).
void widen(Listed& listed, const LittleEndian& extra) {
  for (std::size_t at = 0; at + 4 <= extra.size();) {
    const std::uint16_t id = extra.u16(at);
    const std::size_t length = extra.u16(at + 2);
    at += 4;
    if (length > extra.size() - at) return;
    if (id == kZip64Extra) {
      std::size_t field = at;
      const auto take = [&](std::uint64_t& value) {
        if (value != kSeeZip64) return;
        if (field + 8 > at + length) corrupt("the zip64 sizes of " + quoted(listed.entry.name) + " are missing");
        value = extra.u64(field);
        field += 8;
      };
      take(listed.entry.size);
      take(listed.entry.stored_size);
      take(listed.header);
      return;
    }
    at += length;
  }
}

ZipMethod method_of(std::uint16_t number, const std::string& name) {
  if (number == static_cast<std::uint16_t>(ZipMethod::stored)) return ZipMethod::stored;
  if (number == static_cast<std::uint16_t>(ZipMethod::deflated)) return ZipMethod::deflated;
  corrupt(quoted(name) + " is compressed by method " + std::to_string(number) + ", which TorchScript does not know");
}

std::vector<Listed> read_central(const ByteSource& bytes, const Central& central) {
  const LittleEndian directory(bytes.read(central.offset, static_cast<std::size_t>(central.size)));
  if (directory.size() != central.size) corrupt("its directory ends too early");
  std::vector<Listed> all;
  all.reserve(static_cast<std::size_t>(central.entries));
  std::size_t at = 0;
  for (std::uint64_t i = 0; i < central.entries; ++i) {
    if (directory.size() - at < kCentralSize || directory.u32(at) != kCentralSignature) {
      corrupt("record " + std::to_string(i) + " of its directory is not one");
    }
    const std::size_t name = directory.u16(at + 28), extra = directory.u16(at + 30), comment = directory.u16(at + 32);
    if (directory.size() - at - kCentralSize < name + extra + comment) corrupt("its directory ends too early");
    Listed listed;
    listed.entry.name = directory.text(at + kCentralSize, name);
    listed.flags = directory.u16(at + 8);
    if ((listed.flags & kFlagEncrypted) != 0) corrupt(quoted(listed.entry.name) + " is encrypted");
    listed.entry.method = method_of(directory.u16(at + 10), listed.entry.name);
    listed.entry.stored_size = directory.u32(at + 20);
    listed.entry.size = directory.u32(at + 24);
    listed.header = directory.u32(at + 42);
    widen(listed, LittleEndian(directory.text(at + kCentralSize + name, extra)));
    all.push_back(std::move(listed));
    at += kCentralSize + name + extra + comment;
  }
  return all;
}

// Sets the record's offset from its local header, which must agree with the directory.
void locate(const ByteSource& bytes, const Central& central, Listed& listed) {
  ZipEntry& entry = listed.entry;
  const std::string name = quoted(entry.name);
  if (listed.header > central.offset || central.offset - listed.header < kLocalSize + entry.name.size()) {
    corrupt(name + " starts outside the file");
  }
  const LittleEndian local(bytes.read(listed.header, kLocalSize + entry.name.size()));
  if (local.size() != kLocalSize + entry.name.size()) corrupt(name + " starts outside the file");
  if (local.u32(0) != kLocalSignature) corrupt(name + " does not start where the directory says");
  if (local.u16(26) != entry.name.size() || local.text(kLocalSize, entry.name.size()) != entry.name) {
    corrupt(name + " carries another name where it is stored");
  }
  if (local.u16(8) != static_cast<std::uint16_t>(entry.method)) corrupt(name + " is stored by two methods");
  const auto differs = [](std::uint32_t in_local, std::uint64_t in_directory) {
    return in_local != kSeeZip64 && in_local != in_directory;
  };
  const bool sizes_follow = (local.u16(6) & kFlagSizesFollow) != 0;
  if (!sizes_follow && (differs(local.u32(18), entry.stored_size) || differs(local.u32(22), entry.size))) {
    corrupt(name + " has two sizes");
  }
  entry.offset = listed.header + kLocalSize + entry.name.size() + local.u16(28);
  if (entry.offset > central.offset || entry.stored_size > central.offset - entry.offset) {
    corrupt(name + " reaches beyond the end of the records; the file may be truncated");
  }
  if (entry.method == ZipMethod::stored && entry.size != entry.stored_size) corrupt(name + " has two sizes");
}

void refuse_overlaps(std::vector<Listed>& all) {
  std::vector<const Listed*> by_position;
  for (const Listed& listed : all) by_position.push_back(&listed);
  std::sort(by_position.begin(), by_position.end(),
            [](const Listed* a, const Listed* b) { return a->header < b->header; });
  for (std::size_t i = 1; i < by_position.size(); ++i) {
    const Listed& before = *by_position[i - 1];
    if (by_position[i]->header < before.entry.offset + before.entry.stored_size) {
      corrupt(quoted(before.entry.name) + " and " + quoted(by_position[i]->entry.name) + " overlap");
    }
  }
}

void refuse_inflation(const std::vector<Listed>& all, std::uint64_t file_size, const ZipLimits& limits) {
  const std::uint64_t allowed = std::max(limits.inflated_bytes, file_size * limits.inflated_ratio);
  std::uint64_t total = 0;
  for (const Listed& listed : all) {
    if (listed.entry.method != ZipMethod::deflated) continue;
    if (listed.entry.size <= allowed - total) {
      total += listed.entry.size;
      continue;
    }
    throw RunError(ErrorKind::limit, "The compressed records of this " + std::to_string(file_size >> 20) +
                                         " MiB archive would grow beyond " + std::to_string(allowed >> 20) + " MiB (" +
                                         quoted(listed.entry.name) + " alone to " +
                                         std::to_string(listed.entry.size >> 20) +
                                         " MiB), as in a decompression bomb. If the file is trusted, store it "
                                         "uncompressed: unzip it, then zip -0 -r.");
  }
}

}  // namespace

const ZipEntry* ZipDirectory::find(std::string_view name) const {
  const auto at = std::find_if(entries.begin(), entries.end(), [&](const ZipEntry& e) { return e.name == name; });
  return at == entries.end() ? nullptr : &*at;
}

bool has_zip_directory(const ByteSource& bytes) { return find_end(bytes).has_value(); }

ZipDirectory read_zip_directory(const ByteSource& bytes, const ZipLimits& limits) {
  const Central central = find_central(bytes);
  check_limits(central, limits);
  std::vector<Listed> all = read_central(bytes, central);
  for (Listed& listed : all) locate(bytes, central, listed);
  refuse_overlaps(all);
  refuse_inflation(all, bytes.size(), limits);
  ZipDirectory directory;
  directory.entries.reserve(all.size());
  for (Listed& listed : all) directory.entries.push_back(std::move(listed.entry));
  return directory;
}

}  // namespace aimet
