// SPDX-License-Identifier: Apache-2.0
#include "lib/report/page.hpp"

#include <fmt/color.h>

#include <algorithm>

#include "lib/report/width.hpp"

namespace aimet {
namespace {

constexpr std::size_t kNarrowest = 20;
constexpr std::size_t kWidestHang = 14;  // beside a longer label, the text hangs by kLongLabelHang
constexpr std::size_t kLongLabelHang = 4;

fmt::text_style style_of(Ink ink) {
  using fmt::terminal_color;
  switch (ink) {
    case Ink::plain:
      return {};
    case Ink::strong:
      return fmt::emphasis::bold;
    case Ink::error:
      return fmt::emphasis::bold | fmt::fg(terminal_color::red);
    case Ink::warning:
      return fmt::emphasis::bold | fmt::fg(terminal_color::yellow);
    case Ink::note:
      return fmt::emphasis::bold | fmt::fg(terminal_color::cyan);
    case Ink::good:
      return fmt::emphasis::bold | fmt::fg(terminal_color::green);
    case Ink::faint:
      return fmt::fg(terminal_color::blue);
  }
  return {};
}

}  // namespace

std::vector<std::string> wrap(std::string_view text, std::size_t width, std::size_t taken) {
  if (width == 0) return {std::string(text)};
  std::vector<std::string> lines(1);
  std::size_t used = taken;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t wide = columns(word);
    const std::size_t gap = lines.back().empty() ? 0 : 1;
    if (used > 0 && used + gap + wide > width) {
      lines.emplace_back(word);
      used = wide;
      continue;
    }
    lines.back().append(gap, ' ').append(word);
    used += gap + wide;
  }
  return lines;
}

void Page::line(std::size_t indent, std::string_view text, Ink ink) {
  text_.append(indent, ' ').append(inked(text, ink)).append("\n");
}

void Page::labelled(std::size_t indent, std::string_view label, Ink ink, std::string_view text) {
  const std::size_t beside = label.empty() ? 0 : columns(label) + 1;
  const std::size_t hang = indent + (beside <= kWidestHang ? beside : kLongLabelHang);
  const std::size_t taken = indent + beside - hang;
  const auto pieces = wrap(text, room(hang), taken);
  text_.append(indent, ' ').append(inked(label, ink));
  if (!label.empty() && !pieces.front().empty()) text_ += ' ';
  text_.append(pieces.front()).append("\n");
  for (std::size_t i = 1; i < pieces.size(); ++i) text_.append(hang, ' ').append(pieces[i]).append("\n");
}

std::string Page::inked(std::string_view text, Ink ink) const {
  if (!options_.colour || ink == Ink::plain || text.empty()) return std::string(text);
  return fmt::format(style_of(ink), "{}", text);
}

std::size_t Page::room(std::size_t indent) const {
  if (options_.width <= 0) return 0;
  const auto width = static_cast<std::size_t>(options_.width);
  return width > indent + kNarrowest ? width - indent : kNarrowest;
}

}  // namespace aimet
