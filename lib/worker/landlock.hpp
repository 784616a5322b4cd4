// SPDX-License-Identifier: Apache-2.0
#pragma once
// Landlock through its system calls: the kernel's own header is older than the kernel on most machines.

namespace aimet {

// From now on no file can be opened; TCP and signals to others are refused where the kernel knows how. False when the
// kernel has no Landlock or it is switched off. Needs no_new_privs.
bool apply_landlock();

}  // namespace aimet
