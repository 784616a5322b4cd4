#pragma once
// How every JSON of ours becomes bytes.

#include <nlohmann/json.hpp>
#include <string>

namespace aimet {

// Never throws for what a string holds. Code points that a terminal acts on, or that hide text, stand as \u escapes.
std::string dump(const nlohmann::ordered_json& json, int indent);

}  // namespace aimet
