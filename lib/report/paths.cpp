// SPDX-License-Identifier: Apache-2.0
#include "lib/report/paths.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace aimet {
namespace {

std::string without_final_slash(std::string folder) {
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return folder;
}

std::string normal(const std::string& path) { return std::filesystem::path(path).lexically_normal().string(); }

}  // namespace

bool is_below(std::string_view path, std::string_view folder) {
  if (folder == "/") return !path.empty() && path.front() == '/';
  return path.size() > folder.size() && path.substr(0, folder.size()) == folder && path[folder.size()] == '/';
}

std::string mapped_path(const std::string& path, const std::vector<PathMap>& maps) {
  for (const PathMap& map : maps) {
    const std::string from = without_final_slash(map.from);
    if (path == from) return map.to;
    if (is_below(path, from)) return without_final_slash(map.to) + path.substr(from == "/" ? 0 : from.size());
  }
  return path;
}

std::string absolute_path(const std::string& path, const std::string& working_folder) {
  if (path.empty() || path.front() == '/' || working_folder.empty()) return normal(path);
  return normal(working_folder + "/" + path);
}

std::string path_from(const std::string& path, const std::string& working_folder) {
  if (path.empty() || path.front() != '/' || working_folder.empty()) return path;
  const std::string folder = without_final_slash(normal(working_folder));
  const std::string whole = normal(path);
  if (!is_below(whole, folder)) return path;
  return whole.substr(folder == "/" ? 1 : folder.size() + 1);
}

std::string percent_encoded(std::string_view path) {
  constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string out;
  for (const char c : path) {
    if (kUnreserved.find(c) != std::string_view::npos)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace aimet
