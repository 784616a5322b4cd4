#include "lib/torch/weights.hpp"

#include <ATen/core/Dict.h>
#include <caffe2/serialize/inline_container.h>
#include <torch/csrc/jit/serialization/import_read.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "lib/file/zip_directory.hpp"

namespace aimet {
namespace {

// "TOP/data/17" is a tensor of the module itself; "TOP/constants/3" is one that the code uses as a literal.
bool is_weight(const ZipEntry& entry) {
  const std::size_t slash = entry.name.find('/');
  return slash != std::string::npos && entry.name.compare(slash, 6, "/data/") == 0 && entry.method == ZipMethod::stored;
}

}  // namespace

std::vector<ByteRange> weight_ranges(int fd) {
  std::vector<ByteRange> ranges;
  for (const ZipEntry& entry : read_zip_directory(file_bytes(fd)).entries) {
    if (is_weight(entry) && entry.stored_size > 0) ranges.push_back({entry.offset, entry.offset + entry.stored_size});
  }
  std::sort(ranges.begin(), ranges.end(), [](const ByteRange& a, const ByteRange& b) { return a.first < b.first; });
  return ranges;
}

std::vector<std::vector<c10::IValue>> stored_inputs(const std::string& method, int fd) {
  caffe2::serialize::PyTorchStreamReader reader(std::make_shared<FdReadAdapter>(fd, std::vector<ByteRange>{}));
  if (!reader.hasRecord("traced_inputs.pkl")) return {};
  const c10::IValue stored =
      torch::jit::readArchiveAndTensors("traced_inputs", "", "traced_inputs/", {}, {}, c10::Device(c10::kCPU), reader);
  if (!stored.isGenericDict()) return {};
  for (const auto& entry : stored.toGenericDict()) {
    if (!entry.key().isString() || entry.key().toStringRef() != method) continue;
    if (entry.value().isList()) return {entry.value().toListRef().vec()};
    if (entry.value().isTuple()) {
      const auto& elements = entry.value().toTupleRef().elements();
      return {std::vector<c10::IValue>(elements.begin(), elements.end())};
    }
  }
  return {};
}

}  // namespace aimet
