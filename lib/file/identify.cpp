// SPDX-License-Identifier: Apache-2.0
#include "lib/file/identify.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>
#include <vector>

#include "lib/file/magic.hpp"
#include "lib/file/quote.hpp"
#include "lib/file/zip_record.hpp"
#include "lib/model/error.hpp"
#include "lib/model/text.hpp"

namespace aimet {
namespace {

constexpr std::size_t kHead = 512;
constexpr std::uint64_t kPickleHead = std::uint64_t{16} << 20;

constexpr const char* kExport =
    "Give the TorchScript file that torch.jit.trace(model, example).save(path) or torch.jit.script(model).save(path) "
    "writes.";

[[noreturn]] void not_torchscript(const std::string& path, const std::string& is, const std::string& to_do) {
  throw RunError(ErrorKind::not_torchscript, "'" + path + "' is not TorchScript but " + is + ". " + to_do);
}

// The contents of an archive, judged by the names of its records.
class Contents {
 public:
  explicit Contents(const ZipDirectory& directory) : directory_(directory) {
    if (directory.entries.empty()) return;
    const std::string& first = directory.entries.front().name;
    if (const std::size_t slash = first.find('/'); slash != std::string::npos) top_ = first.substr(0, slash);
  }

  // LibTorch assumes that all records are in the first record's folder (caffe2/serialize/inline_container.cc).
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
  // The records that may be models, judged by their extensions.
  std::vector<std::string> models() const {
    std::vector<std::string> names;
    for (const ZipEntry& entry : directory_.entries) {
      const std::string_view name = entry.name;
      if (ends_with(name, ".pt") || ends_with(name, ".pth") || ends_with(name, ".ptl")) names.push_back(entry.name);
    }
    return names;
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

// Returns the name in the opcode GLOBAL at `at`: "torch._utils._rebuild_tensor_v2" for
// `ctorch._utils\n_rebuild_tensor_v2\n`. "" if there is no GLOBAL.
std::string global_at(const std::string& pickle, std::size_t at) {
  if (at >= pickle.size() || pickle[at] != 'c') return "";
  const std::size_t module_end = pickle.find('\n', at + 1);
  const std::size_t name_end = module_end == std::string::npos ? module_end : pickle.find('\n', module_end + 1);
  if (name_end == std::string::npos) return "";
  return pickle.substr(at + 1, module_end - at - 1) + "." + pickle.substr(module_end + 1, name_end - module_end - 1);
}

struct Saved {
  std::string is;
  std::string to_do =
      "Build the model in Python, load this file into it, and give what torch.jit.trace(model, "
      "example).save(path) writes.";
};

constexpr const char* kTensorsAreInputs =
    "As an input of the model, name it in a file for --input-spec ({\"file\": \"PATH\"}); as the model, give what "
    "torch.jit.trace(model, example).save(path) writes.";

// Whether the first element of the list or tuple is a tensor.
bool begins_with_tensor(const std::string& pickle) {
  const std::size_t first = pickle.find('c');
  return first != std::string::npos && starts_with(global_at(pickle, first), "torch._utils._rebuild_tensor");
}

// torch.save uses pickle protocol 2: the first opcode after the header shows the type of the outermost object.
Saved what_was_saved(const ByteSource& bytes, const ZipEntry& data) {
  constexpr const char* kAnything = "a state dict or a pickled model";
  if (data.size > kPickleHead) return {kAnything};
  const std::string pickle = read_zip_entry(bytes, data, kPickleHead);
  if (pickle.size() <= 2) return {kAnything};
  if (pickle[2] == '}') return {"a dictionary (a checkpoint or a state dict)"};
  if ((pickle[2] == ']' || pickle[2] == '(') && begins_with_tensor(pickle))
    return {pickle[2] == ']' ? "a list of tensors" : "tensors", kTensorsAreInputs};
  const std::string name = global_at(pickle, 2);
  if (name.empty()) return {kAnything};
  if (name == "collections.OrderedDict") return {"a state dict"};
  if (starts_with(name, "torch._utils._rebuild")) return {"a tensor", kTensorsAreInputs};
  return {"a pickled object of the Python class " + quoted(name)};
}

// Returns the class of a model that torch.jit.save started to write; "" for any other file.
std::string class_of_export(const ByteSource& bytes, const ZipEntry& data) {
  if (data.size > kPickleHead) return "";
  const std::string name = global_at(read_zip_entry(bytes, data, kPickleHead), 2);
  constexpr std::string_view kRoot = "__torch__.";
  return starts_with(name, kRoot) ? name.substr(kRoot.size()) : "";
}

constexpr const char* kPlainZip = "a plain zip archive";

// Recognises archives of other formats. The record names are from torch/export/pt2_archive/constants.py, torch/package
// and Keras 3.
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
  return kPlainZip;
}

[[noreturn]] void refuse_archive(const ByteSource& bytes, const std::string& path, const Contents& contents) {
  const ZipEntry* data = contents.below_top("data.pkl");
  if (data != nullptr && contents.below_top("constants.pkl") == nullptr && !contents.folder_below_top("code")) {
    if (const std::string exported = class_of_export(bytes, *data); !exported.empty()) {
      throw RunError(ErrorKind::corrupt, "'" + path + "' is an export of the class " + quoted(exported) +
                                             " that was cut off before its code was written. Repeat the export and "
                                             "read its error: often a custom autograd.Function, which torch.jit "
                                             "cannot save.");
    }
    const Saved saved = what_was_saved(bytes, *data);
    not_torchscript(path, saved.is + ", written by torch.save", saved.to_do);
  }
  if (contents.has("data.pkl") && contents.has("constants.pkl")) {
    throw RunError(ErrorKind::corrupt, "'" + path +
                                           "' was a TorchScript file and has been zipped again without its "
                                           "outer folder, which LibTorch needs. Zip the folder, not what is in it.");
  }
  if (data != nullptr || contents.below_top("constants.pkl") != nullptr) {
    const char* missing = data == nullptr ? "data.pkl" : contents.folder_below_top("code") ? "constants.pkl" : "code/";
    throw RunError(ErrorKind::corrupt, "'" + path + "' looks like TorchScript, but the archive has no " +
                                           contents.top() + "/" + missing + ". Save the model again.");
  }
  const std::string foreign = foreign_archive(contents);
  const std::vector<std::string> models = contents.models();
  if (foreign != kPlainZip || models.empty()) not_torchscript(path, foreign, kExport);
  not_torchscript(path,
                  std::string(foreign) + " that contains " + quoted(models.front()) +
                      (models.size() == 1 ? "" : " and " + std::to_string(models.size() - 1) + " more like it"),
                  models.size() == 1 ? "Unpack it and give that file." : "Unpack it and give one of these files.");
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
    throw RunError(ErrorKind::corrupt, "'" + path +
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
  if (bytes.size() == 0) throw RunError(ErrorKind::corrupt, "'" + path + "' is empty. Save or copy the model again.");
  const std::string head = bytes.read(0, kHead);
  if (starts_with(head, "PK\x03\x04") || starts_with(head, "PK\x05\x06")) return identify_zip(bytes, path);
  if (const auto foreign = foreign_format(head, bytes.size())) not_torchscript(path, foreign->is, foreign->to_do);
  if (has_zip_directory(bytes)) return identify_zip(bytes, path);
  not_torchscript(path, "of a format that this program does not know", kExport);
}

}  // namespace aimet
