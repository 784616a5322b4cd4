// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/load.hpp"

#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <new>
#include <optional>
#include <regex>
#include <utility>

#include "lib/model/error.hpp"
#include "lib/model/out_of_memory.hpp"
#include "lib/torch/mapped_weights.hpp"
#include "lib/torch/read_adapter.hpp"
#include "lib/torch/shortcuts.hpp"
#include "lib/torch/traceback.hpp"
#include "lib/torch/versions.hpp"
#include "lib/torch/weights.hpp"

namespace aimet {
namespace {

struct Pattern {
  const char* regex;
  ErrorKind kind;
  const char* message;  // $1 is the first group
};

// LibTorch's messages, seen in 1.13.1 unless stated otherwise. Order matters: the first pattern that matches is used.
const Pattern kPatterns[] = {
    {R"(with version (\d+), but the maximum supported version for reading is (\d+))", ErrorKind::newer_pytorch,
     "saved by a newer PyTorch: its file format version is $1, and this program's LibTorch reads up to $2. Save it "
     "with an older PyTorch, or use a build of this program with a newer LibTorch"},
    {R"(Unknown builtin op: ([A-Za-z0-9_]+::[A-Za-z0-9_]+))", ErrorKind::unknown_operator,
     "it uses the operator $1, which this program's LibTorch does not know. If a library registers it, name the "
     "library "
     "with --op-library; if it is a newer PyTorch's own, a build with that LibTorch is needed"},
    {R"(Unknown type name '?(__torch__\.torch\.classes\.[A-Za-z0-9_.]+))", ErrorKind::unknown_operator,
     "it uses the custom class $1, which no loaded library registers. Name the library that does with --op-library"},
    {R"(following operators? (?:is|are) not (?:implemented|registered)[^:]*: *([A-Za-z0-9_:., ]+))",
     ErrorKind::unknown_operator,
     "it uses operators that this program's LibTorch does not know: $1. Name the library that registers them with "
     "--op-library"},
    {R"(expected ident but found '([A-Za-z]+)' here)", ErrorKind::corrupt,
     "a submodule or attribute is named '$1', a word of Python's own: PyTorch saves such a model and cannot load it "
     "again. Rename it in the model and save again; if there is no such name, the file is damaged"},
    {R"(Method .?forward.? is not defined)", ErrorKind::no_forward, "it has no method forward"},
};

// The error if code of the file raised it (__setstate__, or the packing of a quantized model's weights); otherwise
// nullopt.
std::optional<RunError> raised_while_loading(const std::string& what) {
  const bool packs = what.find("find engine for operation quantized::") != std::string::npos;
  if (!is_traceback(what) && !packs) return std::nullopt;
  std::string message = raised(what);
  const PythonPlace place = python_place(what);
  if (!place.text.empty()) message += " (" + place.text + ")";
  message += ". It was raised by code of the file that runs whenever the model is loaded (__setstate__)";
  if (what.find("unable to open file") != std::string::npos)
    message += ", which opens another file; this program does not let a model open files";
  if (packs || what.find("quantized::") != std::string::npos)
    message += "; this LibTorch has no quantization engine for it. Give the float model, which AIMET needs anyway";
  return RunError(ErrorKind::load_failed, message);
}

// std::regex recurses on each character, and a name in a file may be a megabyte long. The patterns match near the
// beginning.
constexpr std::size_t kLongestSearched = 4096;

RunError translated(const std::string& whole) {
  const std::string what = whole.substr(0, kLongestSearched);
  if (const auto newer = newer_operator(whole)) return RunError(ErrorKind::newer_pytorch, *newer);
  if (const auto failed = raised_while_loading(whole)) return *failed;
  for (const Pattern& pattern : kPatterns) {
    std::smatch match;
    if (std::regex_search(what, match, std::regex(pattern.regex))) {
      return RunError(pattern.kind, match.format(pattern.message));
    }
  }
  return RunError(ErrorKind::corrupt, "damaged, or not written by torch.jit.save: " + first_sentence(what));
}

}  // namespace

torch::jit::Module load_module(int fd) {
  try {
    std::optional<MappedWeights> mapped;
    if (takes(Shortcut::mapped_weights)) mapped.emplace(fd, weight_ranges(fd));
    return torch::jit::load(std::make_shared<FdReadAdapter>(fd), c10::Device(c10::kCPU));
  } catch (const RunError&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const c10::Error& error) {
    if (is_out_of_memory(error.what_without_backtrace())) throw std::bad_alloc();
    throw translated(error.what_without_backtrace());
  } catch (const std::exception& error) {
    if (is_out_of_memory(error.what())) throw std::bad_alloc();
    throw translated(error.what());
  }
}

}  // namespace aimet
