// What jemalloc, which the program is linked with, reads at its start.

#include <jemalloc/jemalloc.h>

// By default it keeps address space in ever larger pieces, and --memory-limit would be reached a sixth too early.
const char* malloc_conf = "retain:false";
