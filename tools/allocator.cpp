// What jemalloc, which the program is linked with, reads at its start.

#include <jemalloc/jemalloc.h>

// Where sizes are multiples of a page, a large block takes an eighth more address space than it asks for (5.3.1).
#if JEMALLOC_VERSION_MAJOR * 10000 + JEMALLOC_VERSION_MINOR * 100 + JEMALLOC_VERSION_BUGFIX > 50300
#define AIMET_LARGE_BLOCKS ",disable_large_size_classes:false"
#else
#define AIMET_LARGE_BLOCKS
#endif

// By default it keeps address space in ever larger pieces, and --memory-limit would be reached a sixth too early.
// Memory stays for the next tensor of its size: a worker ends with its file, and a page that went back to the kernel
// costs as much again when it is written to. One arena, for one thread does nearly all of it.
const char* malloc_conf = "retain:false,narenas:1,oversize_threshold:0,dirty_decay_ms:100000" AIMET_LARGE_BLOCKS;
