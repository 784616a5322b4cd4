// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "lib/model/error.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/json.hpp"
#include "lib/report/parse_report.hpp"
#include "lib/report/render.hpp"
#include "lib/report/status.hpp"
#include "lib/report/wire.hpp"
#include "lib/worker/message.hpp"
#include "tests/fuzz/file_in_memory.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/targets.hpp"
#include "tools/earlier_reports.hpp"

namespace aimet::fuzz {
namespace {

constexpr std::uint64_t kLongestReport = std::uint64_t{1} << 20;

void check_printable(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    promise(point.valid, "a rendering is UTF-8");
    promise(text[at] == '\n' || text[at] == '\t' || !is_unsafe(point.value),
            "nothing in a rendering moves the cursor or hides text");
    at += point.size;
  }
}

void check_json_lines(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    promise(end != std::string_view::npos && nlohmann::json::accept(text.substr(0, end)), "each line is JSON");
    text.remove_prefix(end + 1);
  }
}

void check_renderings(const std::vector<ModelReport>& models) {
  Report report;
  for (const ModelReport& model : models) {
    add_to_summary(report.summary, model);
    const std::string line = to_jsonl(model);
    promise(to_jsonl(parse_model_report(line)) == line, "what is written can be read back");
  }
  report.models = models;
  RenderOptions options;
  options.text.verbose = true;
  for (const Format format : {Format::text, Format::junit, Format::github})
    check_printable(render(report, format, options));
  for (const Format format : {Format::json, Format::sarif})
    promise(nlohmann::json::accept(render(report, format, options)), "a rendering in JSON is JSON");
  check_json_lines(render(report, Format::jsonl, options));
}

// Feeds the reader in pieces, because a pipe may split the data anywhere.
std::vector<Message> feed_in_pieces(std::string_view bytes, std::size_t piece) {
  MessageReader reader(kLongestReport);
  std::vector<Message> messages;
  for (std::size_t at = 0; at < bytes.size(); at += piece)
    for (Message& message : reader.feed(bytes.substr(at, piece))) messages.push_back(std::move(message));
  return messages;
}

bool same(const std::vector<Message>& a, const std::vector<Message>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Message& x, const Message& y) { return x.kind == y.kind && x.text == y.text; });
}

}  // namespace

void worker_message(std::string_view bytes) {
  try {
    const std::vector<Message> messages = feed_in_pieces(bytes, std::max<std::size_t>(1, bytes.size()));
    promise(same(messages, feed_in_pieces(bytes, 3)), "messages do not depend on how the pipe cuts them");
    for (const Message& message : messages) {
      if (message.kind == MessageKind::phase) promise(while_in(decode_phase(message.text))[0] == 'w', "a phase is one");
      if (message.kind != MessageKind::report) continue;
      const ModelReport report = from_wire(message.text);
      promise(to_wire(report) == message.text, "a report has one form on its way");
      check_renderings({report});
    }
  } catch (const RunError&) {
  }
}

void json_report(std::string_view bytes) {
  const FileInMemory file(bytes);
  std::vector<ModelReport> models;
  try {
    models = read_earlier_reports({file.path()});
  } catch (const RunError& error) {
    promise(error.kind() == ErrorKind::usage, "a report that cannot be read is a usage error");
    check_printable(error.what());
    return;
  }
  check_renderings(models);
}

}  // namespace aimet::fuzz
