#include "lib/file/identify.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

#include "lib/file/magic.hpp"
#include "lib/file/quote.hpp"
#include "lib/model/error.hpp"

namespace aimet {
namespace {

constexpr std::size_t kHead = 512;
constexpr std::uint64_t kPickleHead = std::uint64_t{16} << 20;

constexpr const char* kExport =
    "Give the TorchScript file that torch.jit.trace(model, example).save(path) or torch.jit.script(model).save(path) "
    "writes.";

bool starts_with(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }
bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

[[noreturn]] void not_torchscript(const std::string& path, const std::string& is, const std::string& to_do) {
  throw RunError(error_kind::kNotTorchScript, "'" + path + "' is not TorchScript but " + is + ". " + to_do);
}

// What an archive holds, by the names of its records.
class Contents {
 public:
  explicit Contents(const ZipDirectory& directory) : directory_(directory) {
    if (directory.entries.empty()) return;
    const std::string& first = directory.entries.front().name;
    if (const std::size_t slash = first.find('/'); slash != std::string::npos) top_ = first.substr(0, slash);
  }

  // LibTorch takes the first record's folder for all of them (caffe2/serialize/inline_container.cc).
  const std::string& top() const { return top_; }
  const ZipEntry* below_top(const std::string& name) const { return directory_.find(top_ + "/" + name); }
  bool folder_below_top(const std::string& name) const { return any_starting(top_ + "/" + name + "/"); }
  bool has(std::string_view name) const { return directory_.find(name) != nullptr; }
  bool any_starting(std::string_view start) const {
    return any([&](std::string_view name) { return name.size() > start.size() && starts_with(name, start); });
  }
  bool any_ending(std::string_view end) const {
    return any([&](std::string_view name) { return ends_with(name, end); });
  }

 private:
  template <typename Test>
  bool any(Test test) const {
    return std::any_of(directory_.entries.begin(), directory_.entries.end(),
                       [&](const ZipEntry& e) { return test(e.name); });
  }

  const ZipDirectory& directory_;
  std::string top_;
};

// torch.save pickles by protocol 2: the first opcode behind the header tells the outermost object.
std::string what_was_saved(const ByteSource& bytes, const ZipEntry& data) {
  if (data.size > kPickleHead) return "a state dict or a pickled model";
  const std::string pickle = read_zip_entry(bytes, data, kPickleHead);
  if (pickle.size() > 2 && pickle[2] == '}') return "a dictionary (a checkpoint or a state dict)";
  if (pickle.size() <= 2 || pickle[2] != 'c') return "a state dict or a pickled model";
  const std::size_t module_end = pickle.find('\n', 3);
  const std::size_t name_end = module_end == std::string::npos ? module_end : pickle.find('\n', module_end + 1);
  if (name_end == std::string::npos) return "a state dict or a pickled model";
  const std::string name =
      pickle.substr(3, module_end - 3) + "." + pickle.substr(module_end + 1, name_end - module_end - 1);
  if (name == "collections.OrderedDict") return "a state dict";
  if (starts_with(name, "torch._utils._rebuild")) return "a tensor";
  return "a pickled object of the Python class " + quoted(name);
}

// The archives of others. Names of records: torch/export/pt2_archive/constants.py, torch/package, Keras 3.
std::string foreign_archive(const Contents& contents) {
  if (contents.has("serialized_exported_program.json") ||
      contents.below_top("serialized_exported_program.json") != nullptr || contents.has("archive_format") ||
      contents.below_top("archive_format") != nullptr) {
    return "a .pt2 archive of torch.export";
  }
  if (contents.any_ending(".data/extern_modules")) return "an archive of torch.package";
  if (contents.has("model.weights.h5") || contents.has("keras_metadata.pb")) return "a Keras model";
  if (contents.any_ending(".mlmodel")) return "a Core ML package";
  if (contents.any_ending(".npy")) return "a NumPy archive";
  return "a plain zip archive";
}

[[noreturn]] void refuse_archive(const ByteSource& bytes, const std::string& path, const Contents& contents) {
  const ZipEntry* data = contents.below_top("data.pkl");
  if (data != nullptr && contents.below_top("constants.pkl") == nullptr && !contents.folder_below_top("code")) {
    not_torchscript(path, what_was_saved(bytes, *data) + ", written by torch.save",
                    "Build the model in Python, load this file into it, and give what torch.jit.trace(model, "
                    "example).save(path) writes.");
  }
  if (contents.has("data.pkl") && contents.has("constants.pkl")) {
    throw RunError(error_kind::kCorrupt, "'" + path +
                                             "' was a TorchScript file and has been zipped again without its "
                                             "outer folder, which LibTorch needs. Zip the folder, not what is in it.");
  }
  if (data != nullptr || contents.below_top("constants.pkl") != nullptr) {
    const char* missing = data == nullptr ? "data.pkl" : contents.folder_below_top("code") ? "constants.pkl" : "code/";
    throw RunError(error_kind::kCorrupt, "'" + path + "' looks like TorchScript, but the archive has no " +
                                             contents.top() + "/" + missing + ". Save the model again.");
  }
  not_torchscript(path, foreign_archive(contents), kExport);
}

std::int64_t read_version(const ByteSource& bytes, const Contents& contents) {
  const ZipEntry* entry = contents.below_top("version");
  if (entry == nullptr) entry = contents.below_top(".data/version");
  if (entry == nullptr || entry->size > 20) return 0;
  std::int64_t version = 0;
  for (const char c : read_zip_entry(bytes, *entry, 20)) {
    if (std::isdigit(static_cast<unsigned char>(c)) == 0) break;
    if (version > 1'000'000) return version;
    version = version * 10 + (c - '0');
  }
  return version;
}

TorchScriptFile identify_zip(const ByteSource& bytes, const std::string& path) {
  if (!has_zip_directory(bytes)) {
    throw RunError(error_kind::kCorrupt, "'" + path +
                                             "' is a zip archive, as TorchScript files are, but its end is missing: " +
                                             "the file is truncated. Copy or download it again.");
  }
  TorchScriptFile file;
  file.directory = read_zip_directory(bytes);
  const Contents contents(file.directory);
  const bool complete = contents.below_top("data.pkl") != nullptr && contents.below_top("constants.pkl") != nullptr &&
                        contents.folder_below_top("code");
  if (!complete || contents.top().empty()) refuse_archive(bytes, path, contents);
  file.top = contents.top();
  file.version = read_version(bytes, contents);
  file.mobile = contents.below_top("bytecode.pkl") != nullptr;
  return file;
}

}  // namespace

TorchScriptFile identify(const ByteSource& bytes, const std::string& path) {
  if (bytes.size() == 0) throw RunError(error_kind::kCorrupt, "'" + path + "' is empty. Save or copy the model again.");
  const std::string head = bytes.read(0, kHead);
  if (starts_with(head, "PK\x03\x04") || starts_with(head, "PK\x05\x06")) return identify_zip(bytes, path);
  if (const auto foreign = foreign_format(head, bytes.size())) not_torchscript(path, foreign->is, foreign->to_do);
  if (has_zip_directory(bytes)) return identify_zip(bytes, path);
  not_torchscript(path, "of a format that this program does not know", kExport);
}

}  // namespace aimet
