// SPDX-License-Identifier: Apache-2.0
#include "lib/file/load_needs.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "lib/model/text.hpp"

namespace aimet {
namespace {

// In code: methods and operators; in a pickle: how a quantized tensor is made (torch/_utils.py).
constexpr std::string_view kSigns[] = {"def __setstate__(", "torch.classes.", "ops.quantized.", "quantize_per_"};
constexpr std::string_view kSignInPickle = "_rebuild_qtensor";

}  // namespace

bool load_reads_tensors(const ByteSource& bytes, const TorchScriptFile& file) {
  const std::string code = file.top + "/code/";
  return std::any_of(file.directory.entries.begin(), file.directory.entries.end(), [&](const ZipEntry& entry) {
    if (entry.name == file.top + "/data.pkl" || entry.name == file.top + "/constants.pkl")
      return read_zip_entry(bytes, entry, entry.size).find(kSignInPickle) != std::string::npos;
    if (entry.name.rfind(code, 0) != 0 || !ends_with(entry.name, ".py")) return false;
    const std::string text = read_zip_entry(bytes, entry, entry.size);
    return std::any_of(std::begin(kSigns), std::end(kSigns),
                       [&](std::string_view sign) { return text.find(sign) != std::string::npos; });
  });
}

}  // namespace aimet
