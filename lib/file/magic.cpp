// SPDX-License-Identifier: Apache-2.0
#include "lib/file/magic.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "lib/model/little_endian.hpp"

namespace aimet {
namespace {

using std::string_view_literals::operator""sv;

constexpr const char* kExport =
    "Give the TorchScript file that torch.jit.trace(model, example).save(path) or torch.jit.script(model).save(path) "
    "writes.";
constexpr const char* kExportFromPython =
    "Build the model in Python, load this file into it, and give what torch.jit.trace(model, example).save(path) "
    "writes.";
constexpr const char* kUnpack = "Unpack it and give the TorchScript file inside.";
constexpr const char* kDownloadAgain = "Download the model again, from an address that gives the file itself.";

struct Magic {
  std::size_t at;
  std::string_view bytes;
  ForeignFormat format;
};

// The first row that matches decides. Sources: the formats' own specifications; torch/serialization.py (MAGIC_NUMBER
// 0x1950a86a20f9469cfc6c after a pickle header); the FlatBuffers schemas, whose file identifiers are at byte 4.
constexpr Magic kMagics[] = {
    {0,
     "version https://git-lfs"sv,
     {"a Git LFS pointer, the stand-in for a file that was not fetched", "Run: git lfs pull"}},
    {0,
     "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"sv,
     {"a state dict or a pickled model, written by torch.save in its form before PyTorch 1.6", kExportFromPython}},
    {0,
     "PYTORCH1"sv,
     {"a TorchScript file in the form before PyTorch 1.0", "Save the model again with a newer PyTorch."}},
    {0, "\x80\x02"sv, {"a Python pickle", kExportFromPython}},
    {0, "\x80\x03"sv, {"a Python pickle", kExportFromPython}},
    {0, "\x80\x04"sv, {"a Python pickle", kExportFromPython}},
    {0, "\x80\x05"sv, {"a Python pickle", kExportFromPython}},
    {0, "\x89HDF\r\n\x1a\n"sv, {"an HDF5 file, as Keras writes", kExport}},
    {0, "GGUF"sv, {"a GGUF file", kExport}},
    {0, "\x93NUMPY"sv, {"a NumPy array", kExport}},
    {0, "\x08\x01\x12"sv, {"a TensorFlow SavedModel", kExport}},
    {4, "TFL3"sv, {"a TensorFlow Lite model", kExport}},
    {4, "ORTM"sv, {"an ONNX Runtime model", kExport}},
    {4, "ET12"sv, {"an ExecuTorch program", "Give the TorchScript file of the model that it was exported from."}},
    {4,
     "PTMF"sv,
     {"a mobile model in FlatBuffer form",
      "Save it with _save_for_lite_interpreter(path, _use_flatbuffer=False), or with torch.jit.save."}},
    {0, "\x1f\x8b"sv, {"a gzip archive", kUnpack}},
    {0, "BZh"sv, {"a bzip2 archive", kUnpack}},
    {0,
     "\xfd"
     "7zXZ"sv,
     {"an xz archive", kUnpack}},
    {0, "\x28\xb5\x2f\xfd"sv, {"a zstd archive", kUnpack}},
    {0, "7z\xbc\xaf\x27\x1c"sv, {"a 7z archive", kUnpack}},
    {257, "ustar"sv, {"a tar archive, as torch.save wrote before PyTorch 0.2, or one with other files", kUnpack}},
    {0,
     "\x7f"
     "ELF"sv,
     {"a program or a shared library", "A library of operators is given with --op-library."}},
};

bool starts_with_ignoring_case(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() && std::equal(lower.begin(), lower.end(), text.begin(), [](char a, char b) {
           return a == std::tolower(static_cast<unsigned char>(b));
         });
}

bool is_html(std::string_view head) {
  if (head.substr(0, 3) == "\xef\xbb\xbf") head.remove_prefix(3);
  head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
  constexpr std::array<std::string_view, 4> kStarts{"<!doctype", "<html", "<head", "<?xml"};
  return std::any_of(kStarts.begin(), kStarts.end(),
                     [&](std::string_view start) { return starts_with_ignoring_case(head, start); });
}

// onnx.proto: ModelProto begins with ir_version (field 1, 3 or more since 2017), then producer_name, graph,
// model_version, domain or opset_import.
bool is_onnx(std::string_view head) {
  if (head.size() < 4 || head[0] != '\x08' || head[1] < 3 || head[1] > 32) return false;
  constexpr std::string_view kNextFields = "\x12\x1a\x22\x28\x32\x3a\x42";
  return kNextFields.find(head[2]) != std::string_view::npos;
}

// https://github.com/huggingface/safetensors: 8 bytes of header length, then a JSON object.
bool is_safetensors(std::string_view head, std::uint64_t size) {
  if (head.size() < 10 || head[8] != '{') return false;
  const std::uint64_t length = little_endian(head.substr(0, 8));
  return length >= 2 && length <= size - 8;
}

bool is_text(std::string_view head) {
  return std::all_of(head.begin(), head.end(),
                     [](unsigned char c) { return c >= ' ' ? c != 0x7f : std::isspace(c) != 0; });
}

}  // namespace

std::optional<ForeignFormat> foreign_format(std::string_view head, std::uint64_t size) {
  for (const Magic& magic : kMagics) {
    if (head.size() > magic.at && head.substr(magic.at, magic.bytes.size()) == magic.bytes) return magic.format;
  }
  if (is_html(head)) return ForeignFormat{"a web page (HTML)", kDownloadAgain};
  if (is_safetensors(head, size))
    return ForeignFormat{"a safetensors file: weights without a model", kExportFromPython};
  if (is_onnx(head)) {
    return ForeignFormat{"an ONNX model", "Give the TorchScript file of the model that it was exported from."};
  }
  if (std::all_of(head.begin(), head.end(), [](char c) { return c == '\0'; })) {
    return ForeignFormat{"a file of zeros, as an interrupted download leaves", "Download or copy the model again."};
  }
  if (is_text(head)) return ForeignFormat{"a text file", kExport};
  return std::nullopt;
}

}  // namespace aimet
