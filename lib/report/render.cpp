// SPDX-License-Identifier: Apache-2.0
#include "lib/report/render.hpp"

#include <array>
#include <utility>

#include "lib/report/document.hpp"

namespace aimet {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 7> kFormats = {{{"text", Format::text},
                                                                          {"json", Format::json},
                                                                          {"jsonl", Format::jsonl},
                                                                          {"sarif", Format::sarif},
                                                                          {"junit", Format::junit},
                                                                          {"github", Format::github},
                                                                          {"html", Format::html}}};

}  // namespace

std::optional<Format> parse_format(std::string_view name) {
  for (const auto& [known, format] : kFormats)
    if (known == name) return format;
  return std::nullopt;
}

std::string render(const Report& report, Format format, const RenderOptions& options) {
  Document document(format, options);
  for (const ModelReport& model : report.models) document.add(model);
  return document.end(report).whole();
}

bool can_stream(Format format, const RenderOptions& options) {
  return options.suggest == Suggest::text && !options.fix && (format == Format::text || format == Format::jsonl);
}

}  // namespace aimet
