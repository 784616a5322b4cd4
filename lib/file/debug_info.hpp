// SPDX-License-Identifier: Apache-2.0
#pragma once
// The Python source of a record of code: torch.jit.save writes `code/a/b.py.debug_pkl` next to `code/a/b.py` (PyTorch:
// torch/csrc/jit/serialization/source_range_serialization.cpp; 1.10 to 2.14 with a table of texts, earlier versions
// with the text in each source).
//
// LibTorch can read it too, but creates an object for every number and a text for every range: for a trace of 10,000
// ops this took a quarter of the time of everything after loading. LibTorch (1.13.1) also crashes on damaged records.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aimet {

struct DebugRange {
  std::uint64_t offset = 0;  // first byte of the code that this range applies to
  std::size_t source = 0;
  std::int64_t start = 0;  // in bytes of the source's text
};

// A piece of Python or, in a trace, a printed Python stack. Equal sources of one record are merged.
struct DebugSource {
  std::vector<std::size_t> lines;  // text ids; each text ends with its line break
  std::size_t file = 0;            // text id; the text is empty if there is no file
  std::int64_t first_line = 0;
};

class DebugInfo {
 public:
  // Returns nullopt if the pickle is damaged or has neither of the two forms.
  static std::optional<DebugInfo> read(std::string_view pickle);

  // Returns the last range that begins at or before `offset`; nullptr if there is none.
  const DebugRange* find(std::uint64_t offset) const;
  // Returns the last range that begins in [first, last) and whose source satisfies `wanted`; nullptr if there is none.
  const DebugRange* find_last(std::uint64_t first, std::uint64_t last,
                              const std::function<bool(const DebugSource&)>& wanted) const;
  std::size_t sources() const { return sources_.size(); }
  const DebugSource& source(std::size_t id) const { return sources_[id]; }
  const std::string& text(std::size_t id) const { return texts_[id]; }
  // Returns the source's lines, concatenated and cut after `most` bytes: a source may repeat a few lines very often.
  std::string text_of(const DebugSource& source, std::size_t most) const;

 private:
  friend class DebugInfoReader;

  std::vector<std::string> texts_;
  std::vector<DebugSource> sources_;
  std::vector<DebugRange> ranges_;
};

}  // namespace aimet
