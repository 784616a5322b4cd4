// SPDX-License-Identifier: Apache-2.0
#include "lib/report/html.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

#include "lib/report/html_data.hpp"

namespace aimet {
namespace {

// A part of the page (body, style, script or layout library) at build time, and the SHA-256 of its bytes in hex.
struct Asset {
  std::string_view text;
  std::string_view sha256;
};

constexpr Asset kAssets[] = {
#include "html_assets.inc"
};
constexpr std::string_view kDataBegin = "<script type=\"application/json\" id=\"data\">";
constexpr std::string_view kScriptEnd = "</script>\n";
enum AssetName { kBody, kStyle, kScript, kLayout };

std::uint8_t digit(char c) { return static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10); }

// CMake writes hashes only in hex, and a Content-Security-Policy takes only base64.
std::string base64_of_hex(std::string_view hex) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < hex.size(); at += 6) {
    const std::size_t size = std::min<std::size_t>(6, hex.size() - at);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 6; ++i) bits = bits << 4 | (i < size ? digit(hex[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) out += i * 6 < size * 4 ? kDigits[bits >> (18 - 6 * i) & 63U] : '=';
  }
  return out;
}

std::string hash(const Asset& asset) { return "'sha256-" + base64_of_hex(asset.sha256) + "'"; }

// Allows only the scripts and styles with these hashes, whatever a model injects, and no requests.
std::string policy() {
  const std::string layout = html_has_graphs() ? " " + hash(kAssets[kLayout]) : "";
  return fmt::format(
      "default-src 'none'; script-src {}{}; style-src {}; img-src data:; base-uri 'none'; form-action 'none'",
      hash(kAssets[kScript]), layout, hash(kAssets[kStyle]));
}

}  // namespace

bool html_has_graphs() { return !kAssets[kLayout].text.empty(); }

void HtmlDocument::add(const ModelReport& model) {
  if (count_++ > 0) models_ += ",";
  put_html_model(models_, model, options_);
}

Pieces HtmlDocument::end(const Report& head) {
  const Shell shell = html_shell(head);
  Pieces page;
  page += "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  page += "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy() + "\">\n";
  page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page += "<meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" href=\"data:,\">\n";
  page += "<title>aimet-validate: what AIMET cannot quantize</title>\n<style>";
  for (const std::string_view text : {kAssets[kStyle].text, std::string_view("</style>\n</head>\n<body>\n"),
                                      kAssets[kBody].text, kDataBegin, std::string_view(shell.before)})
    page += text;
  page += std::move(models_);
  page += shell.after + "</script>\n";
  for (const AssetName script : {kLayout, kScript}) {
    if (kAssets[script].text.empty()) continue;
    for (const std::string_view text : {std::string_view("<script>"), kAssets[script].text, kScriptEnd}) page += text;
  }
  page += "</body>\n</html>\n";
  return page;
}

}  // namespace aimet
