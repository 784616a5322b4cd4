// SPDX-License-Identifier: Apache-2.0
#pragma once
// Lines of text with wrapping and colour. Text must be escaped before it is put on a page.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/report/render.hpp"

namespace aimet {

enum class Ink { plain, strong, error, warning, note, good, faint };

// Breaks the text at blanks only, so that names and paths stay whole; width 0 never breaks. `taken` columns of the
// first line are already used.
std::vector<std::string> wrap(std::string_view text, std::size_t width, std::size_t taken = 0);

class Page {
 public:
  explicit Page(const TextOptions& options) : options_(options) {}

  void blank() { text_ += '\n'; }
  void line(std::size_t indent, std::string_view text, Ink ink = Ink::plain);
  // Prints "label text" and wraps the text beside its label.
  void labelled(std::size_t indent, std::string_view label, Ink ink, std::string_view text);
  void paragraph(std::size_t indent, std::string_view text) { labelled(indent, "", Ink::plain, text); }

  std::string inked(std::string_view text, Ink ink) const;
  // Returns the columns left after an indent; 0 if there is no limit.
  std::size_t room(std::size_t indent) const;
  const std::string& text() const& { return text_; }
  std::string text() && { return std::move(text_); }

 private:
  TextOptions options_;
  std::string text_;
};

}  // namespace aimet
