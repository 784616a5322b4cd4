// SPDX-License-Identifier: Apache-2.0
#include "tools/help.hpp"

#include <algorithm>
#include <sstream>

#include "tools/options.hpp"

namespace aimet {
namespace {

constexpr int kFlagColumns = 30;
constexpr int kWidest = 100;  // longer lines are hard to read

// Appends `text` word by word, with line breaks before column `width` is exceeded. The first line starts at `column`,
// the others at `indent`.
void append_wrapped(std::string& out, const std::string& text, int column, int indent, int width) {
  std::istringstream words(text);
  std::string word;
  bool at_start = true;
  while (words >> word) {
    const int length = static_cast<int>(word.size());
    if (!at_start && column + 1 + length > width) {
      out += '\n' + std::string(static_cast<std::size_t>(indent), ' ');
      column = indent;
      at_start = true;
    }
    if (!at_start) out += ' ';
    column += length + (at_start ? 0 : 1);
    out += word;
    at_start = false;
  }
  out += '\n';
}

std::string left_side(const FlagHelp& flag) {
  std::string text = "  ";
  for (const std::string& name : flag.names) text += (text.size() > 2 ? ", " : "") + name;
  if (!flag.value.empty()) text += " " + flag.value;
  return text;
}

void append_flag(std::string& out, const FlagHelp& flag, int width) {
  const std::string left = left_side(flag);
  const auto column = static_cast<int>(left.size());
  out += left;
  out += column + 2 > kFlagColumns ? '\n' + std::string(kFlagColumns, ' ')
                                   : std::string(static_cast<std::size_t>(kFlagColumns - column), ' ');
  append_wrapped(out, flag.description, kFlagColumns, kFlagColumns, width);
}

}  // namespace

const std::vector<Example>& examples() {
  static const std::vector<Example> list = {
      {"aimet-validate resnet18.pt --input-shape 1,3,224,224", "run the model once and check it"},
      {"aimet-validate models/ --static", "check every model below a folder without running any"},
      {"aimet-validate detector.pt --input-shape image=1,3,320,320 --input-shape scale=scalar:float32",
       "give the inputs by name"},
      {"aimet-validate *.pt --input-spec inputs.json --format json --output report.json",
       "write a report for a program"},
      {"aimet-validate net.pt --exclude-module 'head.*' --ignore onnx-unsupported", "leave something out"},
      {"aimet-validate --explain reused-module", "what a check finds, and how to fix it"},
  };
  return list;
}

std::string description() {
  return "Checks whether AIMET can simulate and quantize PyTorch models, and names each line to change and its "
         "replacement. MODEL is a file written by torch.jit.save (scripted or traced) or torch.export.save (.pt2), or "
         "a folder: every *.pt, *.pt2, *.pth and *.ptl below it. FILE.pt2:NAME is one program of a package.";
}

std::string help_text(int width) {
  width = std::clamp(width, kFlagColumns + 20, kWidest);
  std::string out = "Usage: aimet-validate MODEL... [OPTIONS]\n\n";
  append_wrapped(out, description(), 0, 0, width);
  std::string group;
  for (const FlagHelp& flag : flag_helps()) {
    if (flag.group != group) out += '\n' + flag.group + ":\n";
    group = flag.group;
    append_flag(out, flag, width);
  }
  out += "\nExamples:\n";
  for (const Example& example : examples()) out += std::string("  # ") + example.what + "\n  " + example.command + '\n';
  out += '\n';
  append_wrapped(
      out,
      "Exit status: 0 all is well; 1 a finding reaches --fail-on; 2 the command line is wrong or a file could "
      "not be validated.",
      0, 0, width);
  return out;
}

}  // namespace aimet
