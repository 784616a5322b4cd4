// SPDX-License-Identifier: Apache-2.0
#include "lib/check/suggestion_text.hpp"

#include "lib/model/text.hpp"

namespace aimet {

std::string constructor_text(const Constructor& constructor) {
  std::string text = constructor.type + "(";
  for (const Constructor::Argument& argument : constructor.arguments) {
    if (text.back() != '(') text += ", ";
    text += (argument.name.empty() ? "" : argument.name + "=") + argument.value;
  }
  return text + ")";
}

std::string define_text(const Suggestion& suggestion) {
  if (!suggestion.constructor) return "";
  std::string text;
  for (const std::string& attribute : suggestion.attributes)
    text += (text.empty() ? "self." : "\nself.") + attribute + " = " + constructor_text(*suggestion.constructor);
  return text;
}

std::string use_text(const Suggestion& suggestion) {
  if (suggestion.kind == SuggestionKind::text || suggestion.kind == SuggestionKind::size_as_number)
    return suggestion.text;
  if (suggestion.kind == SuggestionKind::other_module || suggestion.attributes.empty() || !suggestion.constructor)
    return "";
  std::string name = "self." + suggestion.attributes.front();
  if (suggestion.kind == SuggestionKind::module_per_call) return name;
  return name + "(" + joined(suggestion.arguments) + ")";
}

}  // namespace aimet
