#include "tools/report_writer.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "lib/model/error.hpp"
#include "lib/report/write_file.hpp"
#include "lib/suggest/apply_edits.hpp"
#include "lib/suggest/suggest_edits.hpp"

namespace aimet {

void print(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(STDOUT_FILENO, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EPIPE) {
      throw ReaderGone();
    } else if (errno != EINTR) {
      throw RunError(error_kind::kUsage,
                     std::string("standard output cannot be written (") + std::strerror(errno) + ")");
    }
  }
}

ReportWriter::ReportWriter(Format format, std::string output, RenderOptions options)
    : format_(format), output_(std::move(output)), options_(std::move(options)) {}

void ReportWriter::add(const ModelReport& model) {
  add_to_summary(report_.summary, model);
  if (can_stream(format_, options_)) {
    pass_on(render_model(model, format_, options_));
  } else {
    report_.models.push_back(model);
  }
}

void ReportWriter::finish(const Tool& tool) {
  report_.tool = tool;
  const bool streamed = can_stream(format_, options_);
  if (options_.suggest == Suggest::diff || options_.fix) {
    const Edits edits = plan_edits(report_.models, options_, options_.unsafe_fixes ? Fixes::unsafe : Fixes::safe);
    if (options_.suggest == Suggest::diff) report_.diff = edits.diff;
    if (options_.fix) report_.fixes = apply_edits(edits, report_.models, options_.working_folder);
  }
  pass_on(streamed ? render_end(report_.summary, format_, options_) : render(report_, format_, options_));
  if (!output_.empty()) write_file(output_, pending_);
}

void ReportWriter::pass_on(const std::string& piece) {
  if (!output_.empty()) {
    pending_ += piece;
  } else if (!reader_gone_) {
    try {
      print(piece);
    } catch (const ReaderGone&) {
      reader_gone_ = true;
    }
  }
}

}  // namespace aimet
