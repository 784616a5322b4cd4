// SPDX-License-Identifier: Apache-2.0
#include "lib/suggest/words.hpp"

#include <filesystem>
#include <string_view>
#include <system_error>

#include "lib/model/text.hpp"
#include "lib/report/source_file.hpp"
#include "lib/suggest/python_files.hpp"

namespace aimet {
namespace {

// Whether the function is true for the text of another Python file of the user's, or there are too many files.
template <typename Function>
bool is_true_elsewhere(const std::string& path, const Function& is_true_of) {
  constexpr int kMostFiles = 2000;
  int seen = 0;
  const std::string root = root_of(path);
  for (const std::string& file : python_files(root)) {
    std::error_code error;
    if (std::filesystem::equivalent(file, path, error)) continue;  // the same file, possibly through a link
    const bool is_link = std::filesystem::is_symlink(file, error);
    const std::string real = is_link ? std::filesystem::canonical(file, error).string() : file;
    if (++seen > kMostFiles || is_true_of(read_source_file(real))) return true;
  }
  return false;
}

// Whether the function is true for one of the places where the text contains the word.
template <typename Function>
bool any_place(const std::string& text, const std::string& word, const Function& is_wanted) {
  const auto is_part = [&](std::size_t at) { return at < text.size() && is_word(text[at]); };
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
    if (!is_part(at + word.size()) && (at == 0 || !is_part(at - 1)) && is_wanted(at)) return true;
  return false;
}

// Whether the text contains x.NAME with an x other than `self`, or "NAME" in quotes.
bool calls_method(const std::string& text, const std::string& name) {
  constexpr std::string_view kSelf = "self.";
  return any_place(text, name, [&](std::size_t at) {
    if (at == 0) return false;
    const std::size_t end = at + name.size();
    const char before = text[at - 1];
    if ((before == '"' || before == '\'') && end < text.size() && text[end] == before) return true;
    if (before != '.') return false;
    if (at < kSelf.size() || text.compare(at - kSelf.size(), kSelf.size(), kSelf) != 0) return true;
    const std::size_t self = at - kSelf.size();
    return self > 0 && (is_word(text[self - 1]) || text[self - 1] == '.');
  });
}

}  // namespace

bool has_word(const std::string& text, const std::string& word) {
  return any_place(text, word, [](std::size_t) { return true; });
}

bool is_known_elsewhere(const std::string& path, const std::string& name) {
  return is_true_elsewhere(path, [&](const std::string& text) { return has_word(text, name); });
}

bool is_called_elsewhere(const std::string& path, const std::string& name) {
  return is_true_elsewhere(path, [&](const std::string& text) { return calls_method(text, name); });
}

std::string plural(const std::string& name) {
  const bool hisses = !name.empty() && (name.back() == 's' || name.back() == 'x');
  return name + (hisses ? "es" : "s");
}

}  // namespace aimet
