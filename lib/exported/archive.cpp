// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/archive.hpp"

#include <algorithm>
#include <string_view>

#include "lib/file/zip_record.hpp"
#include "lib/model/error.hpp"
#include "lib/model/text.hpp"

namespace aimet {
namespace {

constexpr std::string_view kFlatProgram = "serialized_exported_program.json";
constexpr std::string_view kFormat = "archive_format";
constexpr std::uint64_t kMostBytes = std::uint64_t{2} << 30;  // of one program: a million ops take 1.2 GB

// The folder whose archive_format is "pt2", with its '/'; nullopt if there is none. The shortest one, because a user's
// extra file may have that name as well.
std::optional<std::string> root_of_archive(const ByteSource& bytes, const ZipDirectory& directory) {
  std::optional<std::string> root;
  for (const ZipEntry& entry : directory.entries) {
    if (!ends_with(entry.name, kFormat) || entry.size > 16) continue;
    const std::string before = entry.name.substr(0, entry.name.size() - kFormat.size());
    if (!before.empty() && before.back() != '/') continue;
    if (root && root->size() <= before.size()) continue;
    const std::string format = read_zip_entry(bytes, entry, 16);
    if (format.substr(0, format.find_last_not_of(" \r\n") + 1) == "pt2") root = before;
  }
  return root;
}

std::vector<std::string> programs_below(const ZipDirectory& directory, const std::string& root) {
  const std::string folder = root + "models/";
  constexpr std::string_view kSuffix = ".json";
  std::vector<std::string> names;
  for (const ZipEntry& entry : directory.entries) {
    if (entry.name.rfind(folder, 0) != 0 || !ends_with(entry.name, kSuffix)) continue;
    const std::string name = entry.name.substr(folder.size(), entry.name.size() - folder.size() - kSuffix.size());
    if (!name.empty() && name.find('/') == std::string::npos) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string read(const ByteSource& bytes, const ZipDirectory& directory, const std::string& name) {
  const ZipEntry* entry = directory.find(name);
  return entry == nullptr ? "" : read_zip_entry(bytes, *entry, kMostBytes);
}

}  // namespace

std::optional<ExportedArchive> find_exported(const ByteSource& bytes) {
  if (bytes.read(0, 2) != "PK" || !has_zip_directory(bytes)) return std::nullopt;
  ExportedArchive archive;
  archive.directory = read_zip_directory(bytes);
  if (archive.directory.find(kFlatProgram) != nullptr) {
    archive.flat = true;
    archive.programs = {"model"};
    return archive;
  }
  const auto root = root_of_archive(bytes, archive.directory);
  if (!root) return std::nullopt;
  archive.root = *root;
  archive.programs = programs_below(archive.directory, archive.root);
  if (!archive.programs.empty()) return archive;
  const auto compiled = [&](const ZipEntry& entry) { return entry.name.rfind(*root + "data/aotinductor/", 0) == 0; };
  if (std::any_of(archive.directory.entries.begin(), archive.directory.entries.end(), compiled)) {
    throw RunError(ErrorKind::not_torchscript,
                   "It is a .pt2 package that AOTInductor has compiled: it contains machine code and no graph. Give "
                   "what torch.export.save(program, path) writes.");
  }
  throw RunError(ErrorKind::not_torchscript,
                 "It is a .pt2 archive that contains no program (no models/NAME.json). Give what "
                 "torch.export.save(program, path) writes.");
}

std::string program_text(const ByteSource& bytes, const ExportedArchive& archive, const std::string& name) {
  return read(bytes, archive.directory,
              archive.flat ? std::string(kFlatProgram) : archive.root + "models/" + name + ".json");
}

std::string weights_text(const ByteSource& bytes, const ExportedArchive& archive, const std::string& name) {
  if (archive.flat) return "";
  return read(bytes, archive.directory, archive.root + "data/weights/" + name + "_weights_config.json");
}

}  // namespace aimet
