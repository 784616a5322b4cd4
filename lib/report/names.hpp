// SPDX-License-Identifier: Apache-2.0
#pragma once
// The names of the report's enumerators in the JSON. They are part of the contract.

#include <array>
#include <string_view>
#include <utility>

#include "lib/report/report.hpp"

namespace aimet {

template <typename Enum, std::size_t Size>
using Names = std::array<std::pair<Enum, std::string_view>, Size>;

inline constexpr Names<Severity, 3> kSeverityNames = {
    {{Severity::error, "error"}, {Severity::warning, "warning"}, {Severity::note, "note"}}};
inline constexpr Names<CheckStatus, 4> kCheckStatusNames = {{{CheckStatus::passed, "passed"},
                                                             {CheckStatus::failed, "failed"},
                                                             {CheckStatus::skipped, "skipped"},
                                                             {CheckStatus::error, "error"}}};
inline constexpr Names<SuggestionKind, 6> kSuggestionKindNames = {
    {{SuggestionKind::module_for_op, "module-for-op"},
     {SuggestionKind::module_per_call, "module-per-call"},
     {SuggestionKind::module_per_place, "module-per-place"},
     {SuggestionKind::other_module, "other-module"},
     {SuggestionKind::size_as_number, "size-as-number"},
     {SuggestionKind::text, "text"}}};
inline constexpr Names<ModelStatus, 3> kModelStatusNames = {
    {{ModelStatus::passed, "passed"}, {ModelStatus::failed, "failed"}, {ModelStatus::error, "error"}}};
inline constexpr Names<SourceForm, 6> kSourceFormNames = {{{SourceForm::scripted, "scripted"},
                                                           {SourceForm::traced, "traced"},
                                                           {SourceForm::frozen, "frozen"},
                                                           {SourceForm::mixed, "mixed"},
                                                           {SourceForm::unknown, "unknown"},
                                                           {SourceForm::exported, "exported"}}};
inline constexpr Names<Encoding, 3> kEncodingNames = {
    {{Encoding::quantized, "quantized"}, {Encoding::not_needed, "not-needed"}, {Encoding::none, "none"}}};
inline constexpr Names<Mode, 2> kModeNames = {{{Mode::observed, "observed"}, {Mode::static_run, "static"}}};

inline constexpr Names<ErrorKind, 15> kErrorKindNames = {{{ErrorKind::usage, "usage"},
                                                          {ErrorKind::not_found, "not-found"},
                                                          {ErrorKind::unreadable, "unreadable"},
                                                          {ErrorKind::not_torchscript, "not-torchscript"},
                                                          {ErrorKind::corrupt, "corrupt"},
                                                          {ErrorKind::newer_pytorch, "newer-pytorch"},
                                                          {ErrorKind::unknown_operator, "unknown-operator"},
                                                          {ErrorKind::load_failed, "load-failed"},
                                                          {ErrorKind::no_forward, "no-forward"},
                                                          {ErrorKind::inputs, "inputs"},
                                                          {ErrorKind::run_failed, "run-failed"},
                                                          {ErrorKind::limit, "limit"},
                                                          {ErrorKind::crash, "crash"},
                                                          {ErrorKind::sandbox, "sandbox"},
                                                          {ErrorKind::internal, "internal"}}};

template <typename Enum, std::size_t Size>
constexpr std::string_view name_in(const Names<Enum, Size>& names, Enum value) {
  for (const auto& [candidate, name] : names)
    if (candidate == value) return name;
  return {};
}

inline std::string_view name_of(SuggestionKind value) { return name_in(kSuggestionKindNames, value); }
inline std::string_view name_of(Severity value) { return name_in(kSeverityNames, value); }
inline std::string_view name_of(CheckStatus value) { return name_in(kCheckStatusNames, value); }
inline std::string_view name_of(ModelStatus value) { return name_in(kModelStatusNames, value); }
inline std::string_view name_of(SourceForm value) { return name_in(kSourceFormNames, value); }
inline std::string_view name_of(Encoding value) { return name_in(kEncodingNames, value); }
inline std::string_view name_of(ErrorKind value) { return name_in(kErrorKindNames, value); }
inline std::string_view name_of(Mode value) { return name_in(kModeNames, value); }

}  // namespace aimet
