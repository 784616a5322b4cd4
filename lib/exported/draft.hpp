// SPDX-License-Identifier: Apache-2.0
#pragma once
// Ops and calls of a program as they are read, before they get ids of Model, in which the ops of a call are
// consecutive.

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "lib/model/model.hpp"

namespace aimet {

using BodyId = std::size_t;

struct BlockDraft {
  BodyId body = 0;
  std::vector<ValueId> inputs;
  std::vector<ValueId> outputs;
};

struct OpDraft {
  SymbolId kind = kNone;
  SymbolId name = kNone;
  SymbolId attribute = kNone;
  SourceId source = kNone;
  std::vector<ValueId> inputs;
  std::vector<std::string> arguments;  // names of `inputs`, if the program contains them
  std::vector<ValueId> outputs;
  std::vector<BlockDraft> blocks;
};

struct CallDraft {
  ModuleId module = kNone;
  SourceId source = kNone;
  BodyId body = 0;
};

// The ops and calls directly in one call, or in one branch or loop body.
struct Body {
  struct Item {
    bool is_call = false;
    std::size_t index = 0;
  };
  std::vector<Item> items;                                           // in program order
  std::map<std::pair<std::string, std::string>, std::size_t> calls;  // by the key and path of their frames
};

struct Draft {
  std::vector<OpDraft> ops;
  std::vector<CallDraft> calls;
  std::vector<Body> bodies = std::vector<Body>(1);  // 0 is the root's forward
  std::vector<ValueId> used;                        // values used by code that the graph does not contain

  OpDraft& add(BodyId body, OpDraft op) {
    bodies[body].items.push_back({false, ops.size()});
    ops.push_back(std::move(op));
    return ops.back();
  }
  BodyId add_body() {
    bodies.emplace_back();
    return bodies.size() - 1;
  }
};

class Tables;

// Fills Model's calls, ops and blocks.
void write_draft(const Draft& draft, Tables& tables);

}  // namespace aimet
