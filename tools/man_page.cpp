// SPDX-License-Identifier: Apache-2.0
#include "tools/man_page.hpp"

#include "tools/help.hpp"
#include "tools/options.hpp"
#include "tools/version.hpp"

// The page is generated from the flags. help2man would read --help, which lacks the sections below and does not say
// which flags can be repeated. CLI11's formatter cannot write roff.

namespace aimet {
namespace {

// Escapes text for roff: hyphens can be searched for and copied, and no line begins with a control character.
std::string roff(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else {
      out += c;
    }
  }
  if (!out.empty() && out.front() == '.') out.insert(0, "\\&");
  return out;
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

std::string flag_entry(const FlagHelp& flag) {
  std::string out = ".TP\n";
  for (std::size_t i = 0; i < flag.names.size(); ++i) out += (i ? ", \\fB" : "\\fB") + roff(flag.names[i]) + "\\fR";
  if (!flag.value.empty()) out += " \\fI" + roff(flag.value) + "\\fR";
  out += '\n' + roff(flag.description) + '\n';
  if (flag.repeatable) out += "May be given more than once.\n";
  return out;
}

std::string options_section() {
  std::string out = ".SH OPTIONS\n", group;
  for (const FlagHelp& flag : flag_helps()) {
    if (flag.group != group) out += ".SS " + roff(flag.group) + '\n';
    group = flag.group;
    out += flag_entry(flag);
  }
  return out;
}

std::string examples_section() {
  std::string out = ".SH EXAMPLES\n";
  for (const Example& example : examples())
    out += std::string(".TP\n") + roff(example.what) + "\n.nf\n" + roff(example.command) + "\n.fi\n";
  return out;
}

constexpr const char* kAfterOptions = R"(.SH EXIT STATUS
.TP
.B 0
Every file was validated, and nothing reaches \fB\-\-fail\-on\fR.
.TP
.B 1
There are findings that do.
.TP
.B 2
The command line, a spec or a config is wrong, or at least one file could not be validated.
Every other file is still validated and reported.
.SH ENVIRONMENT
.TP
.B NO_COLOR
When it is set and not empty, \fB\-\-color auto\fR means never.
.TP
.B COLUMNS
The width that text is wrapped at, instead of that of the terminal.
.SH FILES
.TP
.I .aimet\-validate.json
The config, looked for in the working folder and above it.
)";

}  // namespace

std::string man_page() {
  return std::string(".TH AIMET\\-VALIDATE 1 \"\" \"") + upper("aimet\\-validate ") + kVersion +
         "\" \"User Commands\"\n"
         ".SH NAME\naimet\\-validate \\- check whether AIMET can quantize TorchScript models, and what to change\n"
         ".SH SYNOPSIS\n.B aimet\\-validate\n.IR MODEL ...\n.RI [ OPTIONS ]\n"
         ".SH DESCRIPTION\n" +
         roff(description()) + '\n' + options_section() + kAfterOptions + examples_section();
}

}  // namespace aimet
