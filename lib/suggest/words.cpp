// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/words.hpp"

#include <filesystem>
#include <system_error>

#include "lib/model/text.hpp"
#include "lib/report/source_file.hpp"
#include "lib/suggest/python_files.hpp"

namespace aimet {

bool has_word(const std::string& text, const std::string& word) {
  const auto is_part = [&](std::size_t at) { return at < text.size() && is_word(text[at]); };
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
    if (!is_part(at + word.size()) && (at == 0 || !is_part(at - 1))) return true;
  return false;
}

bool is_known_elsewhere(const std::string& path, const std::string& name) {
  constexpr int kMostFiles = 2000;
  int seen = 0;
  const std::string root = root_of(path);
  for (const std::string& file : python_files(root)) {
    std::error_code error;
    if (std::filesystem::equivalent(file, path, error)) continue;  // by whatever name, a link too
    const bool is_link = std::filesystem::is_symlink(file, error);
    const std::string real = is_link ? std::filesystem::canonical(file, error).string() : file;
    if (++seen > kMostFiles || has_word(read_source_file(real), name)) return true;
  }
  return false;
}

}  // namespace aimet
