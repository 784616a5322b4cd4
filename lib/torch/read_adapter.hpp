// SPDX-License-Identifier: Apache-2.0
#pragma once
// Lets LibTorch read a file that is already open.

#include <caffe2/serialize/read_adapter_interface.h>

#include <cstdint>

namespace aimet {

// Reads with pread, which neither uses nor moves the offset of `fd`. A record that is already mapped
// (lib/torch/mapped_weights.hpp) is reported as read.
class FdReadAdapter final : public caffe2::serialize::ReadAdapterInterface {
 public:
  explicit FdReadAdapter(int fd);
  size_t size() const override { return static_cast<size_t>(size_); }
  size_t read(uint64_t position, void* buffer, size_t count, const char* what) const override;

 private:
  int fd_;
  std::uint64_t size_ = 0;
};

}  // namespace aimet
