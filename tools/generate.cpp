// SPDX-License-Identifier: Apache-2.0

// Prints the man page or a shell completion. Runs when the program is built.

#include <iostream>
#include <string>

#include "tools/completions.hpp"
#include "tools/man_page.hpp"

int main(int argc, char** argv) {
  const std::string what = argc == 2 ? argv[1] : "";
  if (what == "man") {
    std::cout << aimet::man_page();
  } else if (what == "bash") {
    std::cout << aimet::bash_completion();
  } else if (what == "zsh") {
    std::cout << aimet::zsh_completion();
  } else if (what == "fish") {
    std::cout << aimet::fish_completion();
  } else {
    std::cerr << "usage: aimet_generate man|bash|zsh|fish\n";
    return 2;
  }
  return std::cout.flush() ? 0 : 1;
}
