// SPDX-License-Identifier: Apache-2.0
#include "lib/file/zip_record.hpp"

#include <zlib.h>

#include <algorithm>

#include "lib/file/quote.hpp"
#include "lib/model/error.hpp"

namespace aimet {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 16;

class Inflater {
 public:
  // Raw deflate without zlib's header, as a zip contains it.
  Inflater() : ready_(inflateInit2(&stream_, -MAX_WBITS) == Z_OK) {
    if (!ready_) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
  bool ready_;
};

[[noreturn]] void corrupt(const ZipEntry& entry, const std::string& what) {
  throw RunError(ErrorKind::corrupt, "The zip archive is damaged: " + quoted(entry.name) + " " + what +
                                         ". Save the model again, or copy the file again.");
}

std::string inflate_entry(const ByteSource& bytes, const ZipEntry& entry) {
  Inflater inflater;
  z_stream& stream = inflater.stream();
  std::string result;
  std::string piece(kChunk, '\0');
  std::uint64_t taken = 0;
  for (int status = Z_OK; status != Z_STREAM_END;) {
    const std::uint64_t left = entry.stored_size - taken;
    std::string input =
        bytes.read(entry.offset + taken, static_cast<std::size_t>(std::min<std::uint64_t>(left, kChunk)));
    if (input.empty()) corrupt(entry, "ends too early");
    taken += input.size();
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    do {
      stream.next_out = reinterpret_cast<Bytef*>(piece.data());
      stream.avail_out = static_cast<uInt>(piece.size());
      status = inflate(&stream, Z_NO_FLUSH);
      if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) corrupt(entry, "cannot be inflated");
      result.append(piece, 0, piece.size() - stream.avail_out);
      if (result.size() > entry.size) corrupt(entry, "inflates to more than the directory says");
    } while (status == Z_OK && stream.avail_out == 0);
  }
  if (result.size() != entry.size) corrupt(entry, "inflates to less than the directory says");
  return result;
}

}  // namespace

std::string read_zip_entry(const ByteSource& bytes, const ZipEntry& entry, std::uint64_t limit) {
  if (entry.size > limit) {
    throw RunError(ErrorKind::limit, "The record " + quoted(entry.name) + " holds " + std::to_string(entry.size) +
                                         " bytes; at most " + std::to_string(limit) + " are read.");
  }
  if (entry.method == ZipMethod::deflated) return inflate_entry(bytes, entry);
  std::string result = bytes.read(entry.offset, static_cast<std::size_t>(entry.size));
  if (result.size() != entry.size) corrupt(entry, "ends too early");
  return result;
}

}  // namespace aimet
