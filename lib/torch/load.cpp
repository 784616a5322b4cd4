#include "lib/torch/load.hpp"

#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <new>
#include <regex>
#include <utility>

#include "lib/model/error.hpp"
#include "lib/torch/mapped_weights.hpp"
#include "lib/torch/read_adapter.hpp"
#include "lib/torch/versions.hpp"
#include "lib/torch/weights.hpp"

namespace aimet {
namespace {

struct Pattern {
  const char* regex;
  const char* kind;
  const char* message;  // $1 is the first group
};

// LibTorch's wordings, seen in 1.13.1 unless said otherwise. Order matters: the first that matches answers.
const Pattern kPatterns[] = {
    {R"(with version (\d+), but the maximum supported version for reading is (\d+))", error_kind::kNewerPyTorch,
     "saved by a newer PyTorch: its file format version is $1, and this program's LibTorch reads up to $2. Save it "
     "with an older PyTorch, or use a build of this program with a newer LibTorch"},
    {R"(Unknown builtin op: ([A-Za-z0-9_]+::[A-Za-z0-9_]+))", error_kind::kUnknownOperator,
     "it uses the operator $1, which this program's LibTorch does not know. If a library registers it, name the "
     "library "
     "with --op-library; if it is a newer PyTorch's own, a build with that LibTorch is needed"},
    {R"(Unknown type name '?(__torch__\.torch\.classes\.[A-Za-z0-9_.]+))", error_kind::kUnknownOperator,
     "it uses the custom class $1, which no loaded library registers. Name the library that does with --op-library"},
    {R"(following operators? (?:is|are) not (?:implemented|registered)[^:]*: *([A-Za-z0-9_:., ]+))",
     error_kind::kUnknownOperator,
     "it uses operators that this program's LibTorch does not know: $1. Name the library that registers them with "
     "--op-library"},
    {R"(expected ident but found '([A-Za-z]+)' here)", error_kind::kCorrupt,
     "a submodule or attribute is named '$1', a word of Python's own: PyTorch saves such a model and cannot load it "
     "again. Rename it in the model and save again; if no such name is there, the file is damaged"},
    {R"(Method .?forward.? is not defined)", error_kind::kNoForward, "it has no method forward"},
};

RunError translated(const std::string& what) {
  if (const auto newer = newer_operator(what)) return RunError(error_kind::kNewerPyTorch, *newer);
  for (const Pattern& pattern : kPatterns) {
    std::smatch match;
    if (std::regex_search(what, match, std::regex(pattern.regex))) {
      return RunError(pattern.kind, match.format(pattern.message));
    }
  }
  return RunError(error_kind::kCorrupt, "damaged, or not made by torch.jit.save: " + first_sentence(what));
}

}  // namespace

bool is_out_of_memory(const std::string& what) {
  constexpr const char* kSigns[] = {"std::bad_alloc",    "can't allocate memory", "not enough memory",
                                    "basic_string::_M_", "vector::_M_",           "cannot create std::vector larger"};
  return std::any_of(std::begin(kSigns), std::end(kSigns),
                     [&](const char* sign) { return what.find(sign) != std::string::npos; });
}

std::string first_sentence(const std::string& what) {
  // c10 appends "Exception raised from f at file.cpp:12 (most recent call first):" and a C++ backtrace.
  std::string text = what.substr(0, what.find("\nException raised from"));
  text.erase(0, text.find_first_not_of('\n'));
  text = text.substr(0, text.find("\n\n"));
  for (char& c : text) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return "no reason was given";
  const std::size_t end = text.find_last_not_of(" :");
  text = text.substr(begin, end - begin + 1);
  constexpr std::size_t kLongest = 400;
  return text.size() > kLongest ? text.substr(0, kLongest) + " ..." : text;
}

torch::jit::Module load_module(int fd, Weights weights) {
  try {
    const std::vector<ByteRange> ranges = weight_ranges(fd);
    if (weights == Weights::left_unread) {
      return torch::jit::load(std::make_shared<FdReadAdapter>(fd, ranges), c10::Device(c10::kCPU));
    }
    const MappedWeights mapped(fd, ranges);
    return torch::jit::load(std::make_shared<FdReadAdapter>(fd, std::vector<ByteRange>{}), c10::Device(c10::kCPU));
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
