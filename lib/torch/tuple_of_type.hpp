// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>

#include <utility>
#include <vector>

namespace aimet {

// A tuple of these elements that is a named tuple if `type` is one. LibTorch rejects a plain tuple as an argument that
// is to be a named one.
inline c10::IValue tuple_of_type(const c10::TypePtr& type, std::vector<c10::IValue> elements) {
  return type->expectRef<c10::TupleType>().schema() == nullptr
             ? c10::ivalue::Tuple::create(std::move(elements))
             : c10::ivalue::Tuple::createNamed(std::move(elements), type);
}

}  // namespace aimet
