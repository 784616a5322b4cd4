// SPDX-License-Identifier: Apache-2.0
#include "lib/report/document.hpp"

#include <utility>

#include "lib/report/github.hpp"
#include "lib/report/text.hpp"

namespace aimet {

Document::Document(Format format, const RenderOptions& options) : format_(format), options_(options) {
  if (format == Format::json) parts_.emplace<JsonDocument>();
  if (format == Format::sarif) parts_.emplace<SarifDocument>(options);
  if (format == Format::junit) parts_.emplace<JunitDocument>(options);
  if (format == Format::html) parts_.emplace<HtmlDocument>(options);
}

void Document::add(const ModelReport& model) {
  if (auto* json = std::get_if<JsonDocument>(&parts_)) return json->add(model);
  if (auto* sarif = std::get_if<SarifDocument>(&parts_)) return sarif->add(model);
  if (auto* junit = std::get_if<JunitDocument>(&parts_)) return junit->add(model);
  if (auto* html = std::get_if<HtmlDocument>(&parts_)) return html->add(model);
  auto& text = std::get<Pieces>(parts_);
  if (format_ == Format::jsonl)
    put_jsonl(text, model);
  else if (format_ == Format::github)
    put_github(text, model, options_);
  else
    text += text_of_model(model, options_);
}

Pieces Document::take() { return std::exchange(std::get<Pieces>(parts_), {}); }

Pieces Document::end(const Report& head) {
  if (auto* json = std::get_if<JsonDocument>(&parts_)) return json->end(head);
  if (auto* sarif = std::get_if<SarifDocument>(&parts_)) return sarif->end(head);
  if (auto* junit = std::get_if<JunitDocument>(&parts_)) return junit->end(head);
  if (auto* html = std::get_if<HtmlDocument>(&parts_)) return html->end(head);
  Pieces text = take();
  if (format_ != Format::text) return text;
  text += text_of_summary(head.summary, options_);
  if (head.diff) text += text_of_diff(*head.diff, options_);
  if (head.fixes) text += text_of_fixes(head, options_);
  return text;
}

}  // namespace aimet
