// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which Python a record of code came from: what torch.jit.save writes beside `code/a/b.py`, as `code/a/b.py.debug_pkl`
// (PyTorch: torch/csrc/jit/serialization/source_range_serialization.cpp; 1.10 to 2.14 with a table of texts, before
// that with the text in each source).
//
// LibTorch reads it too, by making an object of every number and a text of every range: for a trace of 10,000 ops that
// took a quarter of the time of all that follows loading it. And it trusts what it reads (1.13.1): damaged, it crashes.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aimet {

struct DebugRange {
  std::uint64_t offset = 0;  // in bytes of the code, from where on this range holds
  std::size_t source = 0;
  std::int64_t start = 0;  // in bytes of the source's text
};

// A piece of Python, or, in a trace, a printed Python stack. Equal ones of one record are one.
struct DebugSource {
  std::vector<std::size_t> lines;  // which of the texts; each ends with its line break
  std::size_t file = 0;            // likewise; the text is empty where there is no file
  std::int64_t first_line = 0;
};

class DebugInfo {
 public:
  // nullopt: damaged, or of neither form.
  static std::optional<DebugInfo> read(std::string_view pickle);

  // The last range that begins at `offset` or before it; else nullptr.
  const DebugRange* find(std::uint64_t offset) const;
  // The last range that begins in [first, last) and comes from a source for which `wanted` is true; else nullptr.
  const DebugRange* find_last(std::uint64_t first, std::uint64_t last,
                              const std::function<bool(const DebugSource&)>& wanted) const;
  std::size_t sources() const { return sources_.size(); }
  const DebugSource& source(std::size_t id) const { return sources_[id]; }
  const std::string& text(std::size_t id) const { return texts_[id]; }
  // Its lines, one after another; cut after `most` bytes, for a few lines may be named very often.
  std::string text_of(const DebugSource& source, std::size_t most) const;

 private:
  friend class DebugInfoReader;

  std::vector<std::string> texts_;
  std::vector<DebugSource> sources_;
  std::vector<DebugRange> ranges_;
};

}  // namespace aimet
