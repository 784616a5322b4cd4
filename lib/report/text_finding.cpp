// SPDX-License-Identifier: Apache-2.0
#include "lib/report/text_finding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "lib/check/suggestion_text.hpp"
#include "lib/model/text.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/names.hpp"
#include "lib/report/width.hpp"

namespace aimet {
namespace {

constexpr std::size_t kFoldLines = 4;  // printed source lines of one finding

Ink ink_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return Ink::error;
    case Severity::warning:
      return Ink::warning;
    case Severity::note:
      return Ink::note;
  }
  return Ink::plain;
}

std::string module_name(const Finding& finding) {
  return finding.module.empty() ? "the model itself" : escape(finding.module);
}

std::string module_and_class(const Finding& finding) {
  if (finding.module_type.empty()) return module_name(finding);
  return fmt::format("{} ({})", module_name(finding), escape(finding.module_type));
}

std::string op_and_type(const Finding& finding) {
  std::string text = escape(*finding.op);
  if (finding.op_type) text += fmt::format("; op_type: {}", escape(*finding.op_type));
  if (finding.op_kind) text += fmt::format(" ({})", escape(*finding.op_kind));
  return text;
}

std::string subject(const Finding& finding) {
  return finding.op ? fmt::format("{} in {}", escape(*finding.op), module_name(finding)) : module_name(finding);
}

// Cuts the line to at most `room` columns that include the caret. room 0 is no limit.
void cut(Excerpt& excerpt, std::size_t room) {
  const std::size_t size = columns(excerpt.line);
  if (room == 0 || size <= room) return;
  const std::size_t wanted = excerpt.caret > room / 2 ? std::min(excerpt.caret - room / 3, size - room) : 0;
  const std::size_t begin = fitting(excerpt.line, wanted);
  excerpt.caret -= columns(std::string_view(excerpt.line).substr(0, begin));
  excerpt.line.erase(0, begin);
  excerpt.line.erase(fitting(excerpt.line, room));
  const std::size_t left = columns(excerpt.line);
  excerpt.caret = std::min(excerpt.caret, left);
  excerpt.length = std::min(excerpt.length, left - excerpt.caret);
}

void put_source(Page& page, const SourceLocation& source, std::size_t times, SourceFiles& files) {
  Excerpt excerpt = files.excerpt(source);
  const std::string suffix = times > 1 ? fmt::format(" ({} times)", times) : "";
  page.line(4, page.inked("--> ", Ink::faint) + excerpt.where + suffix);
  if (excerpt.line.empty()) return;
  const std::string number = source.line > 0 ? std::to_string(source.line) : "";
  const std::string bar = page.inked(fmt::format("{:>6} | ", number), Ink::faint);
  cut(excerpt, page.room(9));
  page.line(0, bar + excerpt.line);
  if (excerpt.length == 0) return;
  const std::string marks =
      std::string(excerpt.caret, ' ') + page.inked("^" + std::string(excerpt.length - 1, '~'), Ink::good);
  page.line(0, page.inked("       | ", Ink::faint) + marks);
}

// Counts equal locations: a loop that the tracer unrolled has the same line many times.
std::vector<std::pair<SourceLocation, std::size_t>> distinct(const std::vector<SourceLocation>& sources) {
  std::vector<std::pair<SourceLocation, std::size_t>> out;
  std::map<std::tuple<std::string, int, int>, std::size_t> seen;
  for (const SourceLocation& source : sources) {
    const auto [known, is_new] = seen.emplace(std::tuple(source.file, source.line, source.column), out.size());
    if (is_new)
      out.emplace_back(source, 1);
    else
      ++out[known->second].second;
  }
  return out;
}

void put_sources(Page& page, const Finding& finding, SourceFiles& files, bool whole) {
  const auto sources = distinct(finding.sources);
  // Don't omit a single line: the message about it would take a line as well.
  const std::size_t shown = whole || sources.size() <= kFoldLines + 1 ? sources.size() : kFoldLines;
  for (std::size_t i = 0; i < shown; ++i) put_source(page, sources[i].first, sources[i].second, files);
  if (shown < sources.size()) page.line(4, fmt::format("... and {} more lines (-v shows all)", sources.size() - shown));
}

void put_suggestion(Page& page, const Finding& finding) {
  if (!finding.suggestion) return;
  const auto put = [&](std::string_view label, const std::string& code) {
    if (code.empty()) return;
    // Unwrapped, so that it can be pasted.
    for (const std::string& line : escape_lines(code)) {
      page.line(6, page.inked(label, Ink::faint) + line);
      label = "           ";
    }
  };
  put("__init__:  ", define_text(*finding.suggestion));
  put("forward:   ", use_text(*finding.suggestion));
  if (!finding.suggestion->caution.empty())
    page.labelled(6, "caution:", Ink::warning, escape(finding.suggestion->caution));
}

void put_snippet(Page& page, const Finding& finding) {
  if (finding.snippet.empty()) return;
  page.line(6, "to paste:", Ink::faint);
  for (const std::string& line : escape_lines(finding.snippet)) page.line(line.empty() ? 0 : 6, line);  // unwrapped
}

void put_remedy(Page& page, const Finding& finding) {
  if (!finding.help.empty()) page.labelled(4, "help:", Ink::good, escape(finding.help));
  if (finding.edit && !finding.edit->file.empty()) {
    const std::string file = escape(finding.edit->file);
    if (finding.edit->written)
      page.labelled(4, "fixed:", Ink::good, fmt::format("in {}", file));
    else
      page.labelled(4, "diff:", Ink::good, fmt::format("below, of {}", file));
    return;
  }
  put_suggestion(page, finding);
  put_snippet(page, finding);
  if (finding.edit) page.labelled(4, "no diff:", Ink::faint, escape(finding.edit->refused));
}

void put_others(Page& page, const Cause& cause, bool whole) {
  const std::size_t others = cause.findings.size() - 1;
  if (others == 0) return;
  const std::size_t shown = whole || others <= kFold ? others : kFold;
  std::string names;
  for (std::size_t i = 1; i <= shown; ++i) names += (i > 1 ? ", " : "") + subject(*cause.findings[i]);
  if (shown < others) names += fmt::format(", ... and {} more (-v shows all)", others - shown);
  const std::size_t lines = cause.findings.front()->sources.size();
  const char* where = lines == 0 ? "alike" : lines == 1 ? "at this line" : "at these lines";
  page.labelled(4, fmt::format("{} more {}:", others, where), Ink::strong, names);
}

void put_cause(Page& page, const Cause& cause, SourceFiles& files, const TextOptions& options) {
  const Finding& finding = *cause.findings.front();
  page.labelled(2, fmt::format("{}:", name_of(finding.severity)), ink_of(finding.severity), escape(finding.message));
  if (finding.op) page.labelled(4, "op:", Ink::faint, op_and_type(finding));
  page.labelled(4, finding.op ? "in:" : "module:", Ink::faint, module_and_class(finding));
  if (options.verbose && finding.modules.size() > 1)
    page.labelled(4, "all:", Ink::faint,
                  joined(finding.modules, ", ", [](const std::string& module) { return escape(module); }));
  put_sources(page, finding, files, options.verbose);
  put_remedy(page, finding);
  put_others(page, cause, options.verbose);
  page.blank();
}

}  // namespace

std::string python_list(const std::vector<std::string>& names, bool whole) {
  std::vector<std::string> quoted;
  std::set<std::string> seen;
  for (const std::string& name : names)
    if (seen.insert(name).second) quoted.push_back("'" + escape(name) + "'");
  const std::size_t shown = whole || quoted.size() <= kFold ? quoted.size() : kFold;
  std::string list = "[";
  for (std::size_t i = 0; i < shown; ++i) list += (i > 0 ? ", " : "") + quoted[i];
  if (shown < quoted.size()) list += fmt::format(", ... and {} more (-v shows all)", quoted.size() - shown);
  return list + "]";
}

void put_causes(Page& page, const std::vector<Cause>& causes, SourceFiles& files, const TextOptions& options) {
  const std::size_t shown = options.verbose || causes.size() <= kFold ? causes.size() : kFold;
  for (std::size_t i = 0; i < shown; ++i) put_cause(page, causes[i], files, options);
  if (shown == causes.size()) return;
  std::size_t left = 0;
  for (std::size_t i = shown; i < causes.size(); ++i) left += causes[i].findings.size();
  page.line(2, fmt::format("... and {} more (-v shows all)", left));
  page.blank();
}

}  // namespace aimet
