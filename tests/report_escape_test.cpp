// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "lib/report/dump.hpp"
#include "lib/report/escape.hpp"
#include "lib/report/page.hpp"
#include "lib/report/paths.hpp"
#include "lib/report/width.hpp"
#include "tests/support/catch.hpp"

using namespace aimet;

TEST_CASE("what a terminal acts on or what hides text is escaped, all else stays") {
  struct Row {
    std::string raw;
    std::string shown;
  };
  const Row row = GENERATE(values<Row>({
      {"layer1.0.relu", "layer1.0.relu"},
      {"naïve 模型 🚀", "naïve 模型 🚀"},
      {"a\nb\r\tc", "a\\nb\\r\\tc"},
      {"\x1b[31mred", "\\x1b[31mred"},
      {std::string("nul\0!", 5), "nul\\x00!"},
      {"del\x7f", "del\\x7f"},
      {"csi\xc2\x9b"
       "2J",
       "csi\\u009b2J"},
      {"\xe2\x80\xae"
       "txt\xe2\x80\xac",
       "\\u202etxt\\u202c"},
      {"zero\xe2\x80\x8bwidth", "zero\\u200bwidth"},
      {"line\xe2\x80\xa8"
       "end",
       "line\\u2028end"},
      {"\xef\xbb\xbf"
       "bom",
       "\\ufeffbom"},
      {"tag\xf3\xa0\x81\xa1", "tag\\U000e0061"},
      {"\xef\xbf\xbf", "\\uffff"},
      {"latin1 \xe9t\xe9", "latin1 \\xe9t\\xe9"},
      {"overlong \xc0\xaf", "overlong \\xc0\\xaf"},
      {"surrogate \xed\xa0\x80", "surrogate \\xed\\xa0\\x80"},
      {"beyond \xf4\x90\x80\x80", "beyond \\xf4\\x90\\x80\\x80"},
      {"cut \xe2\x80", "cut \\xe2\\x80"},
      {"\xf0\x9f\x9a", "\\xf0\\x9f\\x9a"},
  }));
  CHECK(escape(row.raw) == row.shown);
  CHECK(escape(row.shown) == row.shown);
}

TEST_CASE("every byte string becomes valid, visible UTF-8") {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text = escape(std::string{static_cast<char>(first), static_cast<char>(second), 'x'});
      for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = code_point_at(text, at);
        REQUIRE(point.valid);
        REQUIRE_FALSE(is_unsafe(point.value));
        at += point.size;
      }
    }
  }
}

TEST_CASE("a message of several lines keeps its lines and nothing else") {
  CHECK(escape_lines("one\r\ntwo\x1b\n\n") == std::vector<std::string>{"one", "two\\x1b"});
  CHECK(escape_lines("").size() == 1);
}

TEST_CASE("the log of a build takes no command from a model") {
  CHECK(escape_lines("a\n  ::error::b\n::set-env::") ==
        std::vector<std::string>{"a", "  \\x3a:error::b", "\\x3a:set-env::"});
  CHECK(escape("std::vector ##[error] ##vso[task] ###") == "std::vector \\x23#[error] \\x23#vso[task] ###");
  CHECK(escape("##VSO[task] ###[x] ##vso ## [") == "\\x23#VSO[task] #\\x23#[x] ##vso ## [");
  for (const char* blank : {"\u00a0", "\u1680", "\u2000", "\u200a", "\u202f", "\u205f", "\u3000", " \u3000 "})
    CHECK(escape_lines(std::string(blank) + "::error::b").front() == std::string(blank) + "\\x3a:error::b");
}

TEST_CASE("what isolates the direction of text is shown, not obeyed") {
  CHECK(escape("a\u2066b\u2067c\u2068d\u2069") == "a\\u2066b\\u2067c\\u2068d\\u2069");
  for (const char32_t isolate : {0x2066, 0x2067, 0x2068, 0x2069}) CHECK(is_unsafe(isolate));
}

TEST_CASE("JSON holds no command for the log of a build either, and means the same") {
  const nlohmann::ordered_json json = {{"a##[b", "##vso[task.setvariable]x ###[ ##"}};
  for (const int indent : {-1, 2}) {
    const std::string text = dump(json, indent);
    CHECK_THAT(text, !ContainsSubstring("##[") && !ContainsSubstring("##vso["));
    CHECK_THAT(text, ContainsSubstring("\\u0023#vso["));
    CHECK(nlohmann::ordered_json::parse(text) == json);
  }
}

TEST_CASE("only bytes that are not UTF-8 are rewritten for JSON") {
  CHECK(valid_utf8("a\nb\xff\x1b") == "a\nb\\xff\x1b");
}

TEST_CASE("width counts columns: wide characters two, combining ones none, stray bytes one") {
  CHECK(columns("模型\xff!") == 6);
  CHECK(columns("e\u0301") == 1);
  CHECK(columns("🙂ﾊ") == 3);
  CHECK(fitting("模型", 3) == 3);
  CHECK(fitting("e\u0301x", 1) == 3);
  CHECK(fitting("abc", 9) == 3);
}

TEST_CASE("text is wrapped at blanks, and a long name stays whole") {
  CHECK(wrap("one two three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(wrap("one two three", 0) == std::vector<std::string>{"one two three"});
  CHECK(wrap("aaaaaaaaaa b", 4) == std::vector<std::string>{"aaaaaaaaaa", "b"});
  CHECK(wrap("one two", 7, 3) == std::vector<std::string>{"one", "two"});
  CHECK(wrap("", 7) == std::vector<std::string>{""});
}

TEST_CASE("a path is shown relative only when it lies below the working folder") {
  CHECK(path_from("/repo/src/net.py", "/repo") == "src/net.py");
  CHECK(path_from("/repo/src/net.py", "/repo/") == "src/net.py");
  CHECK(path_from("/repo/./src/../net.py", "/repo") == "net.py");
  CHECK(path_from("/repository/net.py", "/repo") == "/repository/net.py");
  CHECK(path_from("/net.py", "/") == "net.py");
  CHECK(path_from("../net.py", "/repo") == "../net.py");
  CHECK(path_from("/repo/net.py", "") == "/repo/net.py");
}

TEST_CASE("a path map replaces whole components") {
  const std::vector<PathMap> maps = {{"/home/alice/", "src"}, {"/", "/mnt"}};
  CHECK(mapped_path("/home/alice/net.py", maps) == "src/net.py");
  CHECK(mapped_path("/home/alice", maps) == "src");
  CHECK(mapped_path("/home/alicent/net.py", maps) == "/mnt/home/alicent/net.py");
  CHECK(mapped_path("net.py", maps) == "net.py");
}

TEST_CASE("a URI holds every byte of a path") {
  CHECK(percent_encoded("a b/ü%?#:[\xff].pt") == "a%20b/%C3%BC%25%3F%23%3A%5B%FF%5D.pt");
}
