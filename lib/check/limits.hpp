// SPDX-License-Identifier: Apache-2.0
#pragma once
// Limits on the report of one file, over all of its programs. The worker cuts its report to them (run_checks, and
// validate_exported for several programs), and the parent refuses a report that exceeds them (from_wire): as objects,
// tiny findings take a hundred times the bytes that they take on the wire.

#include <cstddef>

namespace aimet {

inline constexpr std::size_t kMostFindingsOfCheck = 10'000;  // nobody reads a longer list to its end
inline constexpr std::size_t kMostFindings = 40'000;         // over all checks
inline constexpr std::size_t kMostSourcesOfFinding = 1'000;
inline constexpr std::size_t kMostSources = 100'000;           // over all findings
inline constexpr std::size_t kMostPartsOfSuggestion = 10'000;  // names and arguments
inline constexpr std::size_t kMostModulesOfFinding = 10'000;
inline constexpr std::size_t kMostParts = 200'000;        // over all suggestions and lists of modules
inline constexpr std::size_t kMostCoveredOps = 10'000;    // of one program
inline constexpr std::size_t kMostCoveredInAll = 40'000;  // over all programs
inline constexpr std::size_t kMostChecks = 1'000;
inline constexpr std::size_t kMostHints = 10'000;
inline constexpr std::size_t kMostPrograms = 100;  // of one file
inline constexpr std::size_t kMostConfinements = 16;
inline constexpr std::size_t kLongestText = std::size_t{256} << 10;  // bytes; longer texts are cut
// Bytes. Printing a finding makes several copies of it.
inline constexpr std::size_t kLongestFinding = std::size_t{8} << 20;
inline constexpr std::size_t kLongestListOfFinding = std::size_t{1} << 20;  // bytes: of sources, modules or suggestion

}  // namespace aimet
