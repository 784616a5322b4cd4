#pragma once
// Landlock through its system calls: the kernel's own header is older than the kernel on most machines.

#include <string>
#include <vector>

namespace aimet {

// From now on nothing can be opened but for reading, below `readable_paths`; TCP and signals to others are refused
// where the kernel knows how. False when the kernel has no Landlock or it is switched off. Needs no_new_privs.
// Throws RunError(kUnreadable) for a path that is not there.
bool apply_landlock(const std::vector<std::string>& readable_paths);

}  // namespace aimet
