// SPDX-License-Identifier: Apache-2.0
#include "lib/report/text_coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "lib/report/escape.hpp"
#include "lib/report/names.hpp"
#include "lib/report/width.hpp"

namespace aimet {
namespace {

// Rounds down, so that 100 % means all.
std::string percent(std::int64_t part, std::int64_t whole) {
  const double share = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  return fmt::format("{} %", part == whole ? 100 : std::min(99, static_cast<int>(share)));
}

std::string line_of(const CoveredOp& op) {
  if (!op.source || op.source->file.empty()) return "-";
  return fmt::format("{}:{}", escape(op.source->file), op.source->line);
}

using Row = std::array<std::string, 5>;

Row row_of(const CoveredOp& op) {
  const std::string name = op.times > 1 ? fmt::format("{} x{}", escape(op.op), op.times) : escape(op.op);
  return {name, op.module.empty() ? "(the model)" : escape(op.module), std::string(name_of(op.encoding)), line_of(op),
          escape(op.why)};
}

void put_table(Page& page, const std::vector<CoveredOp>& list) {
  std::vector<Row> rows = {{"op", "module", "encoding", "line", "why"}};
  for (const CoveredOp& op : list) rows.push_back(row_of(op));
  std::array<std::size_t, 5> widths{};
  for (const Row& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
  for (const Row& row : rows) {
    std::string text;
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += row[i];
      if (i + 1 < row.size()) text += std::string(widths[i] - columns(row[i]) + 2, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    page.line(2, text, &row == &rows.front() ? Ink::faint : Ink::plain);
  }
}

// "17.6 G"
std::string rounded(std::int64_t count) {
  if (count < 1'000'000) return std::to_string(count);
  const bool giga = count >= 1'000'000'000;
  return fmt::format("{:.1f} {}", static_cast<double>(count) / (giga ? 1e9 : 1e6), giga ? 'G' : 'M');
}

}  // namespace

std::string coverage_sentence(const Coverage& coverage) {
  std::string text = fmt::format("of {} op{}, {} will be quantized, {} need{} no encoding, {} will carry none",
                                 coverage.ops, coverage.ops == 1 ? "" : "s", coverage.quantized, coverage.not_needed,
                                 coverage.not_needed == 1 ? "s" : "", coverage.none);
  const auto& all = coverage.multiply_accumulates;
  if (all && *all > 0 && coverage.multiply_accumulates_quantized)
    text += fmt::format("; {} of {} multiply-accumulates are quantized",
                        percent(*coverage.multiply_accumulates_quantized, *all), rounded(*all));
  return text;
}

void put_coverage(Page& page, const Coverage& coverage, const TextOptions& options) {
  page.labelled(0, "Coverage:", Ink::strong, coverage_sentence(coverage));
  if (options.verbose && !coverage.list.empty()) {
    put_table(page, coverage.list);
    std::int64_t listed = 0;
    for (const CoveredOp& op : coverage.list) listed += op.times;
    if (listed < coverage.ops) page.line(2, fmt::format("... and {} more", coverage.ops - listed), Ink::faint);
  }
  page.blank();
}

}  // namespace aimet
