// SPDX-License-Identifier: Apache-2.0
#include "tools/completions.hpp"

#include <sstream>

#include "lib/model/text.hpp"
#include "tools/options.hpp"
#include "tools/values.hpp"

namespace aimet {
namespace {

enum class Kind { nothing, words, file, other };

Kind kind_of(const FlagHelp& flag) {
  if (flag.value.empty()) return Kind::nothing;
  if (flag.value == "FILE") return Kind::file;
  return flag.value == "ID" || flag.value.find('|') != std::string::npos ? Kind::words : Kind::other;
}

std::string words_of(const FlagHelp& flag) {
  std::string words;
  if (flag.value == "ID") {
    for (const std::string& id : check_ids()) words += (words.empty() ? "" : " ") + id;
    return words;
  }
  for (const char c : flag.value) words += c == '|' ? ' ' : c;
  return words;
}

// The first clause of the description, which is enough for a menu.
std::string summary(const FlagHelp& flag) {
  const std::size_t end = flag.description.find_first_of(".;:");
  return flag.description.substr(0, end);
}

std::string escaped(const std::string& text, const std::string& special, const std::string& replacement) {
  std::string out;
  for (const char c : text) out += special.find(c) == std::string::npos ? std::string(1, c) : replacement + c;
  return out;
}

// The text in single quotes for a shell.
std::string quoted(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return "'" + out + "'";
}

std::string bash_case(const FlagHelp& flag) {
  const std::string pattern = "    " + joined(flag.names, "|") + ")\n";
  switch (kind_of(flag)) {
    case Kind::nothing:
      return "";
    case Kind::words:
      return pattern + "      mapfile -t COMPREPLY < <(compgen -W '" + words_of(flag) +
             "' -- \"$cur\")\n      return ;;\n";
    case Kind::file:
      return pattern +
             "      compopt -o filenames\n      mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n      return ;;\n";
    case Kind::other:
      return pattern + "      return ;;\n";
  }
  return "";
}

std::string zsh_action(const FlagHelp& flag) {
  switch (kind_of(flag)) {
    case Kind::nothing:
      return "";
    case Kind::words:
      return ":" + std::string(flag.value == "ID" ? "check" : "value") + ":(" + words_of(flag) + ")";
    case Kind::file:
      return ":file:_files";
    case Kind::other:
      return ":" + escaped(flag.value, ":", "\\") + ": ";
  }
  return "";
}

}  // namespace

std::string bash_completion() {
  std::string cases, flags;
  for (const FlagHelp& flag : flag_helps()) {
    cases += bash_case(flag);
    flags += (flags.empty() ? "" : " ") + joined(flag.names, " ");
  }
  return R"(# bash completion for aimet-validate
_aimet_validate() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} suffix
  COMPREPLY=()
  # --flag=value comes as three words
  if [[ $cur == '=' ]]; then
    cur=
  elif [[ $prev == '=' ]]; then
    prev=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case $prev in
)" + cases +
         R"(  esac
  if [[ $cur == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W ')" +
         flags + R"(' -- "$cur")
    return
  fi
  compopt -o filenames
  mapfile -t COMPREPLY < <(
    compgen -d -- "$cur"
    for suffix in pt pt2 pth ptl; do compgen -f -X "!*.$suffix" -- "$cur"; done)
}
complete -F _aimet_validate aimet-validate
)";
}

std::string zsh_completion() {
  std::string out = "#compdef aimet-validate\n# zsh completion for aimet-validate\n_arguments -s -S \\\n";
  for (const FlagHelp& flag : flag_helps()) {
    const std::string text = "[" + escaped(summary(flag), "[]:\\", "\\") + "]";
    for (const std::string& name : flag.names) {
      const bool takes_value = kind_of(flag) != Kind::nothing;
      const std::string exclusive = flag.repeatable ? "*" : "(" + joined(flag.names, " ") + ")";
      const std::string join = !takes_value ? "" : name.compare(0, 2, "--") == 0 ? "=" : "+";
      out += "  " + quoted(exclusive + name + join + text + zsh_action(flag)) + " \\\n";
    }
  }
  return out + "  '*:model:_files -g \"*.(pt|pt2|pth|ptl)(-.)\"'\n";
}

std::string fish_completion() {
  std::string out = "# fish completion for aimet-validate\ncomplete -c aimet-validate -f\n";
  for (const char* suffix : {".pt", ".pt2", ".pth", ".ptl"})
    out += std::string("complete -c aimet-validate -a '(__fish_complete_suffix ") + suffix + ")'\n";
  for (const FlagHelp& flag : flag_helps()) {
    out += "complete -c aimet-validate";
    for (const std::string& name : flag.names)
      out += name.compare(0, 2, "--") == 0 ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (kind_of(flag) == Kind::words) out += " -x -a " + quoted(words_of(flag));
    if (kind_of(flag) == Kind::file) out += " -r -F";
    if (kind_of(flag) == Kind::other) out += " -x";
    // fish knows \\ and \' inside quotes, and no other escape.
    out += " -d '" + escaped(summary(flag), "\\'", "\\") + "'\n";
  }
  return out;
}

}  // namespace aimet
