// SPDX-License-Identifier: Apache-2.0
#pragma once
// The common subset of Catch2 v2 (Debian 12) and v3 (Debian 13 and later).
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Matchers::ContainsSubstring;
#else
#include <catch2/catch.hpp>
// NOLINTNEXTLINE(readability-identifier-naming): the name in Catch2 v3
inline auto ContainsSubstring(const std::string& text) { return Catch::Matchers::Contains(text); }
#endif
