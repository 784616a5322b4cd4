// SPDX-License-Identifier: Apache-2.0
#include "lib/exported/frames.hpp"

#include <algorithm>
#include <cctype>

#include "lib/model/error.hpp"
#include "lib/model/text.hpp"

namespace aimet {
namespace {

constexpr std::size_t kLongest = std::size_t{1} << 20;
constexpr std::size_t kDeepest = 200;
constexpr std::size_t kMostPieces = 32;  // of one frame: semicolons in a module's name split it
constexpr std::size_t kMostCommas = 64;  // of one frame: two per comma in a module's name, plus one
constexpr std::string_view kSelf = "L__self__";
// torch.export (2.6) writes this stack for ops that it adds itself, such as aten::sym_size.
constexpr std::string_view kNoStack = "_empty_nn_module_stack_from_metadata_hook";

void drop_all(std::string& text, std::string_view part) {
  std::string kept;
  std::size_t done = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, done)) {
    kept.append(text, done, at - done);
    done = at + part.size();
  }
  if (done > 0) text = kept.append(text, done);
}

// A strict export of 2.6 writes ".slice(1, None, None)" for seq[1:](x).
void drop_slices(std::string& text) {
  constexpr std::string_view kSlice = ".slice(";
  std::string kept;
  std::size_t done = 0;
  for (std::size_t at = text.find(kSlice); at != std::string::npos; at = text.find(kSlice, done)) {
    const std::size_t end = text.find(')', at);
    if (end == std::string::npos) break;
    kept.append(text, done, at - done);
    done = end + 1;
  }
  if (done > 0) text = kept.append(text, done);
}

// Returns the key without its call number: "@1" marks the second call.
std::string_view without_call_number(std::string_view key) {
  const std::size_t at = key.rfind('@');
  if (at == std::string_view::npos || at + 1 == key.size()) return key;
  const std::string_view digits = key.substr(at + 1);
  const bool is_number = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  return is_number ? key.substr(0, at) : key;
}

// Whether the key is the prefix, the path and a call number if any, as in a non-strict export. In a program that was
// exported again it has the prefix twice.
bool is_named_after_path(std::string_view key, std::string_view path) {
  if (!starts_with(key, kSelf)) return false;
  key.remove_prefix(kSelf.size());
  const auto fits = [&](std::string_view rest) {
    return starts_with(rest, path) && without_call_number(rest.substr(path.size())).empty();
  };
  return fits(key) || (starts_with(key, kSelf) && fits(key.substr(kSelf.size())));
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// In a strict export the key is the id() of the object (2.14, and 2.6 for an object without a name), or the first name
// under which the object was found, with underscores for dots. Returns "" if the key identifies no object: the parts of
// every slice are called sub1, sub2.
std::string object_of(std::string_view key, std::string_view path) {
  if (is_named_after_path(key, path)) return "";
  const std::string_view object = without_call_number(key);
  return is_number(object) || starts_with(object, kSelf) ? std::string(object) : "";
}

std::optional<Frame> parse_frame(std::string_view text, const Paths& known, bool any_path) {
  const std::size_t type_at = text.rfind(',');
  if (type_at == std::string_view::npos) return std::nullopt;
  const std::string_view before = text.substr(0, type_at);
  std::optional<Frame> guess;
  std::size_t commas = 0;
  for (std::size_t comma = before.find(','); comma != std::string_view::npos && commas < kMostCommas;
       comma = before.find(',', comma + 1), ++commas) {
    const std::string_view path = before.substr(comma + 1);
    const std::string cleaned = known.count(std::string(path)) != 0 ? std::string(path) : clean_path(path);
    Frame frame{std::string(before.substr(0, comma)), cleaned, std::string(text.substr(type_at + 1)),
                object_of(before.substr(0, comma), path), !is_named_after_path(before.substr(0, comma), path)};
    if (cleaned.empty() || known.count(cleaned) != 0) return frame;
    if (!guess) guess = std::move(frame);
  }
  return any_path ? guess : std::nullopt;
}

[[noreturn]] void corrupt(const std::string& what) {
  throw RunError(ErrorKind::corrupt,
                 "the program's list of called modules is damaged: " + what + ". Export the model again.");
}

// Returns the frame that begins at `at`, and moves `at` behind it. Joins pieces between semicolons until they contain a
// known path.
Frame next_frame(std::string_view text, std::size_t& at, const Paths& known) {
  std::size_t end = text.find(';', at);
  const std::string_view first = text.substr(at, end == std::string_view::npos ? end : end - at);
  std::size_t reach = end;
  for (std::size_t pieces = 0; pieces < kMostPieces; ++pieces) {
    const std::string_view piece = text.substr(at, reach == std::string_view::npos ? reach : reach - at);
    if (auto frame = parse_frame(piece, known, false)) {
      at = reach == std::string_view::npos ? text.size() : reach + 1;
      return *frame;
    }
    if (reach == std::string_view::npos) break;
    reach = text.find(';', reach + 1);
  }
  // A program that was exported again does not list the modules without tensors.
  auto frame = parse_frame(first, known, true);
  if (!frame) corrupt("an entry has no path and no class");
  at = end == std::string_view::npos ? text.size() : end + 1;
  return *frame;
}

}  // namespace

std::string clean_path(std::string_view given) {
  std::string path(given);
  constexpr std::string_view kExportRoot = "_export_root";
  if (path == kExportRoot) return "";
  if (starts_with(path, kExportRoot) && path[kExportRoot.size()] == '.') path.erase(0, kExportRoot.size() + 1);
  if (starts_with(path, "L['")) {
    const std::size_t end = path.find("']");
    if (end != std::string::npos) path.erase(0, end + 2);
    if (!path.empty() && path.front() == '.') path.erase(0, 1);
  }
  drop_all(path, "._modules");
  drop_slices(path);
  return path;
}

ModuleStack parse_module_stack(std::string_view text, const Paths& known) {
  if (text.size() > kLongest) corrupt("it is longer than a megabyte");
  ModuleStack stack;
  if (starts_with(text, kNoStack)) return stack;
  for (std::size_t at = 0; at < text.size();) {
    Frame frame = next_frame(text, at, known);
    if (frame.path.empty()) {
      if (stack.root_type.empty()) stack.root_type = std::move(frame.type);
      continue;
    }
    // A strict export of 2.6 has two frames for a module whose weights are parametrized.
    if (!stack.frames.empty() && stack.frames.back().path == frame.path) continue;
    stack.frames.push_back(std::move(frame));
    if (stack.frames.size() > kDeepest)
      throw RunError(ErrorKind::limit, "its modules are nested deeper than 200 levels");
  }
  return stack;
}

}  // namespace aimet
