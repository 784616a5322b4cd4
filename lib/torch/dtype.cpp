// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/dtype.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace aimet {
namespace {

struct DtypeName {
  c10::ScalarType type;
  const char* name;
};

constexpr DtypeName kDtypeNames[] = {
    {c10::kFloat, "float32"},
    {c10::kDouble, "float64"},
    {c10::kHalf, "float16"},
    {c10::kBFloat16, "bfloat16"},
    {c10::kByte, "uint8"},
    {c10::kChar, "int8"},
    {c10::kShort, "int16"},
    {c10::kInt, "int32"},
    {c10::kLong, "int64"},
    {c10::kBool, "bool"},
    {c10::kComplexFloat, "complex64"},
    {c10::kComplexDouble, "complex128"},
    {c10::kQInt8, "qint8"},
    {c10::kQUInt8, "quint8"},
    {c10::kQInt32, "qint32"},
};

}  // namespace

std::string dtype_name(c10::ScalarType type) {
  const auto* known = std::find_if(std::begin(kDtypeNames), std::end(kDtypeNames),
                                   [&](const DtypeName& candidate) { return candidate.type == type; });
  return known == std::end(kDtypeNames) ? c10::toString(type) : known->name;
}

c10::ScalarType scalar_type(const std::string& dtype) {
  const auto* known = std::find_if(std::begin(kDtypeNames), std::end(kDtypeNames),
                                   [&](const DtypeName& candidate) { return dtype == candidate.name; });
  if (known == std::end(kDtypeNames)) throw std::out_of_range("no dtype: " + dtype);
  return known->type;
}

}  // namespace aimet
