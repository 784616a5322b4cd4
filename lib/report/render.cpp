// SPDX-License-Identifier: Apache-2.0
#include "lib/report/render.hpp"

#include <array>
#include <utility>

#include "lib/report/github.hpp"
#include "lib/report/html.hpp"
#include "lib/report/json.hpp"
#include "lib/report/junit.hpp"
#include "lib/report/sarif.hpp"
#include "lib/report/text.hpp"

namespace aimet {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 7> kFormats = {{{"text", Format::text},
                                                                          {"json", Format::json},
                                                                          {"jsonl", Format::jsonl},
                                                                          {"sarif", Format::sarif},
                                                                          {"junit", Format::junit},
                                                                          {"github", Format::github},
                                                                          {"html", Format::html}}};

std::string piece_by_piece(const Report& report, Format format, const RenderOptions& options) {
  std::string out;
  for (const ModelReport& model : report.models) out += render_model(model, format, options);
  out += render_end(report.summary, format, options);
  if (format != Format::text) return out;
  if (report.diff) out += text_of_diff(*report.diff, options);
  if (report.fixes) out += text_of_fixes(report, options);
  return out;
}

}  // namespace

std::optional<Format> parse_format(std::string_view name) {
  for (const auto& [known, format] : kFormats)
    if (known == name) return format;
  return std::nullopt;
}

std::string render(const Report& report, Format format, const RenderOptions& options) {
  switch (format) {
    case Format::text:
    case Format::jsonl:
      return piece_by_piece(report, format, options);
    case Format::json:
      return to_json(report);
    case Format::sarif:
      return to_sarif(report, options);
    case Format::junit:
      return to_junit(report, options);
    case Format::github:
      return to_github(report, options);
    case Format::html:
      return to_html(report, options);
  }
  return {};
}

bool can_stream(Format format, const RenderOptions& options) {
  return options.suggest == Suggest::text && !options.fix && (format == Format::text || format == Format::jsonl);
}

std::string render_model(const ModelReport& model, Format format, const RenderOptions& options) {
  return format == Format::jsonl ? to_jsonl(model) : text_of_model(model, options);
}

std::string render_end(const Summary& summary, Format format, const RenderOptions& options) {
  return format == Format::jsonl ? std::string() : text_of_summary(summary, options);
}

}  // namespace aimet
