// SPDX-License-Identifier: Apache-2.0
#pragma once
// The element types that a spec may ask for, by their PyTorch names.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aimet {

enum class DtypeClass { floating, complex, integer, boolean };

struct Dtype {
  std::string_view name;
  DtypeClass kind;
  int bytes;                     // per element
  std::int64_t lowest, highest;  // range of exactly representable integers: the bounds of a randint
  double largest;                // largest magnitude of a constant
};

inline constexpr std::array<Dtype, 12> kDtypes = {{
    {"float32", DtypeClass::floating, 4, -(1 << 24), 1 << 24, 3.4028234663852886e38},
    {"float64", DtypeClass::floating, 8, -(std::int64_t{1} << 53), std::int64_t{1} << 53, 1.7976931348623157e308},
    {"float16", DtypeClass::floating, 2, -(1 << 11), 1 << 11, 65504},
    {"bfloat16", DtypeClass::floating, 2, -(1 << 8), 1 << 8, 3.3895313892515355e38},
    {"int8", DtypeClass::integer, 1, -128, 127, 128},
    {"int16", DtypeClass::integer, 2, -32768, 32767, 32768},
    {"int32", DtypeClass::integer, 4, INT32_MIN, INT32_MAX, 2147483648.0},
    {"int64", DtypeClass::integer, 8, INT64_MIN, INT64_MAX, 9007199254740992.0},
    {"uint8", DtypeClass::integer, 1, 0, 255, 255},
    {"bool", DtypeClass::boolean, 1, 0, 1, 1},
    {"complex64", DtypeClass::complex, 8, 0, 0, 3.4028234663852886e38},
    {"complex128", DtypeClass::complex, 16, 0, 0, 1.7976931348623157e308},
}};

// Returns nullptr if no dtype has that name.
const Dtype* find_dtype(std::string_view name);

// Returns the text after "expected one of" in the message for an unknown name: "float32, float64, ...; did you mean
// float16?".
std::string expected_dtypes(std::string_view mistyped);

}  // namespace aimet
