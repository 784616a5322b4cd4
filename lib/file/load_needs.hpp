// SPDX-License-Identifier: Apache-2.0
#pragma once
// What loading a file reads of its tensors.

#include "lib/file/identify.hpp"

namespace aimet {

// Whether something that runs while the file is loaded or prepared looks at its tensors: a __setstate__, the packed
// weights of a custom class, a quantized tensor's scales. Their bytes must be there then.
bool load_reads_tensors(const ByteSource& bytes, const TorchScriptFile& file);

}  // namespace aimet
