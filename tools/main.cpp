// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "lib/model/error.hpp"
#include "lib/report/escape.hpp"
#include "lib/worker/worker.hpp"
#include "tools/information.hpp"
#include "tools/log.hpp"
#include "tools/options.hpp"
#include "tools/report_writer.hpp"
#include "tools/terminal.hpp"
#include "tools/validate.hpp"

namespace {

constexpr int kCouldNotValidate = 2;  // 0 and 1 come from the summary of the report

int run(int argc, char** argv) {
  const aimet::Options options = aimet::parse_options(argc, argv);
  if (const auto answer = aimet::information(options)) {
    aimet::print(*answer);
    return 0;
  }
  aimet::start_log(options.quiet ? aimet::LogLevel::warning : aimet::LogLevel::info);
  if (options.print_config) return aimet::print_config(options);
  if (!options.from_reports.empty()) return aimet::merge_reports(options);
  return aimet::validate(options);
}

int complain(const std::string& message) {
  // The message may quote an untrusted file.
  const char* before = "aimet-validate: ";
  for (const std::string& line : aimet::escape_lines(message)) {
    std::cerr << before << line << '\n';
    before = "";
  }
  return kCouldNotValidate;
}

int status_of_run(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const aimet::Interrupted& interrupted) {
    aimet::die_of(interrupted.signal);
  } catch (const aimet::ReaderGone&) {
    return kCouldNotValidate;  // the rest of the files was not validated
  } catch (const aimet::RunError& error) {
    return complain(error.what());
  } catch (const std::exception& error) {
    return complain(std::string("internal error: ") + error.what());
  }
}

}  // namespace

int main(int argc, char** argv) {
  aimet::occupy_standard_descriptors();
  // A reader that leaves early (| head) is detected when the report is written.
  std::signal(SIGPIPE, SIG_IGN);
  const int status = status_of_run(argc, argv);
  std::cout.flush();
  std::fflush(nullptr);
#ifndef __SANITIZE_ADDRESS__  // leaks are reported at exit, which _Exit would skip
  // Skips the destructors of LibTorch, which remove operators from its tables one by one (1.13: 0.1 s).
  std::_Exit(status);
#endif
  return status;
}
