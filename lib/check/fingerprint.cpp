// SPDX-License-Identifier: Apache-2.0
#include "lib/check/fingerprint.hpp"

#include <cstdint>
#include <unordered_map>

namespace aimet {
namespace {

// FNV-1a, 64 bits: stable between machines and builds, unlike std::hash.
std::uint64_t hash(const std::string& text) {
  std::uint64_t value = 14695981039346656037ULL;
  for (const char c : text) {
    value ^= static_cast<unsigned char>(c);
    value *= 1099511628211ULL;
  }
  return value;
}

std::string hexadecimal(std::uint64_t value) {
  std::string digits(16, '0');
  for (std::size_t i = digits.size(); i-- > 0; value >>= 4) digits[i] = "0123456789abcdef"[value & 15];
  return digits;
}

std::string type_of(const std::string& op) {
  const std::size_t underscore = op.rfind('_');
  return underscore == std::string::npos ? op : op.substr(0, underscore);
}

}  // namespace

void set_fingerprints(const std::string& check_id, std::vector<Finding>& findings) {
  std::unordered_map<std::string, int> seen;
  for (Finding& finding : findings) {
    std::string identity = check_id + '\n' + finding.module + '\n' + (finding.op ? type_of(*finding.op) : "") + '\n' +
                           finding.op_kind.value_or("") + '\n';
    if (!finding.op) identity += finding.module_type;
    identity += '\n' + std::to_string(seen[identity]++);
    finding.fingerprint = hexadecimal(hash(identity));
  }
}

}  // namespace aimet
