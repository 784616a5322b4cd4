// SPDX-License-Identifier: Apache-2.0
#include "lib/torch/mapped_weights.hpp"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <sys/mman.h>
#include <torch/version.h>
#include <unistd.h>

#include <cstring>
#include <deque>
#include <map>
#include <mutex>

// Allocator::allocate is const in 1.13, and not in 2.6 and 2.14 (seen).
#if TORCH_VERSION_MAJOR == 1 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR < 3)
#define AIMET_ALLOCATE_CONST const
#else
#define AIMET_ALLOCATE_CONST
#endif

namespace aimet {
namespace {

constexpr std::size_t kSmallestMapped = std::size_t{64} << 10;  // below it a copy costs less than a mapping
constexpr std::size_t kAlignment = 64;                          // of ATen's allocations, and of records since 1.5

struct Mapping {
  void* base;
  std::size_t length;
};

void delete_mapped(void* data);
void delete_raw(void* data);

// LibTorch may keep a pointer to the allocator in the memory that it allocates, and returns memory to the allocator
// that is set at that time (raw_deallocate of packed weights). So this one is never destroyed, and stays set once it
// was set.
class MappingAllocator final : public c10::Allocator {
 public:
  void begin(int fd, const std::vector<ByteRange>& records) {
    fd_ = fd;
    for (const ByteRange& record : records) {
      const std::uint64_t size = record.last - record.first;
      if (size >= kSmallestMapped && record.first % kAlignment == 0) waiting_[size].push_back(record.first);
    }
    if (usual_ != nullptr || waiting_.empty()) return;
    usual_ = c10::GetCPUAllocator();
    c10::SetCPUAllocator(this, kPriority);
  }

  void end() {
    waiting_.clear();
    shown_.clear();
  }

  bool is_there(const void* buffer, std::uint64_t position, std::size_t count) const {
    const auto record = shown_.find(buffer);
    return record != shown_.end() && record->second.first == position && position + count <= record->second.last;
  }

  c10::DataPtr allocate(std::size_t size) AIMET_ALLOCATE_CONST override {
    if (waiting_.empty()) return usual_->allocate(size);
    const std::lock_guard<std::mutex> lock(mutex_);  // code of the file may run in several threads while it is loaded
    const auto records = waiting_.find(size);
    if (records == waiting_.end() || records->second.empty()) return usual_->allocate(size);
    const std::uint64_t first = records->second.front();  // records are read in the order of the file
    records->second.pop_front();
    const std::size_t in_page = first % page_;
    void* base =
        ::mmap(nullptr, in_page + size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd_, static_cast<off_t>(first - in_page));
    if (base == MAP_FAILED) return usual_->allocate(size);
    void* data = static_cast<char*>(base) + in_page;
    shown_[data] = {first, first + size};
    mappings_[data] = {base, in_page + size};
    // raw_allocate requires the context to be the data itself.
    return {data, data, delete_mapped, c10::Device(c10::kCPU)};
  }

  c10::DeleterFnPtr raw_deleter() const override { return delete_raw; }

  // Pure virtual since 2.3.
  void copy_data(void* to, const void* from, std::size_t count) const { std::memcpy(to, from, count); }

  // Returns false if `data` is not the start of a mapping.
  bool unmap(void* data) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto mapping = mappings_.find(data);
    if (mapping == mappings_.end()) return false;
    ::munmap(mapping->second.base, mapping->second.length);
    mappings_.erase(mapping);
    return true;
  }

  void delete_usual(void* data) const { usual_->raw_deallocate(data); }

 private:
  static constexpr std::uint8_t kPriority = 1;  // an allocator of lower priority does not replace one of higher

  int fd_ = -1;
  const std::size_t page_ = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  c10::Allocator* usual_ = nullptr;
  mutable std::map<std::size_t, std::deque<std::uint64_t>> waiting_;  // by size: the offsets of such records
  mutable std::map<const void*, ByteRange> shown_;
  mutable std::mutex mutex_;
  mutable std::map<void*, Mapping> mappings_;  // by the address that allocate() returned
};

MappingAllocator& allocator() {
  static auto* const only = new MappingAllocator;
  return *only;
}

void delete_mapped(void* data) { allocator().unmap(data); }

void delete_raw(void* data) {
  if (!allocator().unmap(data)) allocator().delete_usual(data);
}

}  // namespace

MappedWeights::MappedWeights(int fd, const std::vector<ByteRange>& records) { allocator().begin(fd, records); }

MappedWeights::~MappedWeights() { allocator().end(); }

bool MappedWeights::is_there(const void* buffer, std::uint64_t position, std::size_t count) {
  return allocator().is_there(buffer, position, count);
}

}  // namespace aimet
