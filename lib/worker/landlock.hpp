// SPDX-License-Identifier: Apache-2.0
#pragma once
// Landlock through raw system calls, because the kernel's header is older than the running kernel on most machines.

namespace aimet {

// Forbids opening any file from now on, and TCP and signals to other processes if the kernel can restrict them. Returns
// false if the kernel has no Landlock or it is switched off. Requires no_new_privs.
bool apply_landlock();

}  // namespace aimet
