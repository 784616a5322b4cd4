// SPDX-License-Identifier: Apache-2.0
#include "lib/inputs/files.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <system_error>
#include <variant>

#include "lib/inputs/printable.hpp"
#include "lib/model/error.hpp"

namespace aimet {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{4} << 30;

// Recursion is safe: the parser bounds the nesting of a spec.
void visit_files(InputSpec& input, const std::function<void(FileSpec&, const InputSpec&)>& visit) {
  if (auto* tuple = std::get_if<TupleSpec>(&input.what)) {
    for (InputSpec& element : tuple->elements) visit_files(element, visit);
  } else if (auto* list = std::get_if<ListSpec>(&input.what)) {
    for (InputSpec& element : list->elements) visit_files(element, visit);
  } else if (auto* dict = std::get_if<DictSpec>(&input.what)) {
    for (auto& [key, value] : dict->entries) visit_files(value, visit);
  } else if (auto* file = std::get_if<FileSpec>(&input.what)) {
    visit(*file, input);
  }
}

[[noreturn]] void fail(const InputSpec& input, const fs::path& path, const std::string& what) {
  throw RunError(ErrorKind::usage, input.where + ": the input file " + in_quotes(path.string(), 240) + " " + what);
}

std::string read_bytes(const fs::path& path, const InputSpec& input) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found)
    fail(input, path, "does not exist; relative paths start at the folder of the spec");
  if (error) fail(input, path, "cannot be read: " + error.message());
  if (fs::is_directory(status)) fail(input, path, "is a folder");
  if (!fs::is_regular_file(status)) fail(input, path, "is not a regular file");
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) fail(input, path, "cannot be read: " + error.message());
  if (size > kMaxFileBytes) fail(input, path, "is larger than " + std::to_string(kMaxFileBytes >> 30) + " GiB");

  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) fail(input, path, "cannot be read: " + std::generic_category().message(errno));
  std::string bytes(static_cast<std::size_t>(size), '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (stream.gcount() != static_cast<std::streamsize>(bytes.size())) fail(input, path, "ended early while it was read");
  return bytes;
}

void expect_torch_save(const std::string& bytes, const fs::path& path, const InputSpec& input) {
  const auto begins_with = [&](std::string_view magic) { return bytes.compare(0, magic.size(), magic) == 0; };
  if (begins_with("PK\x03\x04")) return;
  if (bytes.empty()) fail(input, path, "is empty, expected what torch.save(tensor, path) writes");
  if (begins_with("\x80\x02"))
    fail(input, path, "is in the old form of torch.save; save it again with PyTorch 1.6 or later");
  if (begins_with("\x93NUMPY"))
    fail(input, path, "is a NumPy array; save it as torch.save(torch.from_numpy(array), path)");
  fail(input, path, "was not written by torch.save: it is not a zip archive; write it as torch.save(tensor, path)");
}

}  // namespace

std::vector<std::string> spec_files(const SampleSpec& spec) {
  std::vector<std::string> paths;
  SampleSpec copy = spec;
  for (Sample& sample : copy.samples) {
    for (InputSpec& input : sample.inputs) {
      visit_files(input, [&](FileSpec& file, const InputSpec&) {
        if (std::find(paths.begin(), paths.end(), file.path) == paths.end()) paths.push_back(file.path);
      });
    }
  }
  return paths;
}

void read_spec_files(SampleSpec& spec, const std::string& base_dir) {
  std::map<std::string, std::shared_ptr<const std::string>> read;
  const auto load = [&](FileSpec& file, const InputSpec& input) {
    auto& bytes = read[file.path];
    if (bytes == nullptr) {
      const fs::path path = fs::path(base_dir) / file.path;
      std::string content = read_bytes(path, input);
      expect_torch_save(content, path, input);
      bytes = std::make_shared<const std::string>(std::move(content));
    }
    file.bytes = bytes;
  };
  for (Sample& sample : spec.samples) {
    for (InputSpec& input : sample.inputs) visit_files(input, load);
  }
}

}  // namespace aimet
