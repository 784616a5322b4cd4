// SPDX-License-Identifier: Apache-2.0

// The program with LibTorch loaded: started_program LIBAIMET_TORCH. Python tests start the program hundreds of times,
// and loading LibTorch takes half a second each time. This process loads it once and forks for each run.
//
// stdin is a stream socket. A request is a Header, sent with the three standard descriptors of the run, and then its
// strings: the working folder, the arguments and the environment, each NUL-terminated. The answer is the status from
// waitpid. The process ends when the socket is closed.

#include <dlfcn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "lib/model/kept_process.hpp"
#include "lib/torch/analyze.hpp"
#include "lib/torch/library.hpp"

int program_main(int argc, char** argv);  // main of tools/main.cpp

namespace {

constexpr int kDescriptors = 3;

struct Header {
  std::uint32_t bytes;      // of the strings
  std::uint32_t arguments;  // their number, including the program's name
};

struct Request {
  std::array<int, kDescriptors> descriptors{};
  std::string strings;
  std::uint32_t arguments = 0;
};

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what + ": " + std::strerror(errno)); }

// Loads LibTorch like open_torch_library, but without the program's knowledge: torch_library_is_open() stays false, so
// the program's decisions by it do not change.
void load(const std::filesystem::path& library) {
  const aimet::KeptProcess kept;
  for (const auto& stub : std::filesystem::directory_iterator(library.parent_path() / "stub-libraries"))
    ::dlopen(stub.path().c_str(), RTLD_NOW | RTLD_LOCAL);
  void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (handle == nullptr) throw std::runtime_error(::dlerror());
  const auto* opened = static_cast<const aimet::TorchLibrary*>(::dlsym(handle, "aimet_torch_library"));
  if (opened == nullptr) throw std::runtime_error(library.string() + " has no aimet_torch_library");
  opened->warm_up();
}

// Returns false at the end of the stream.
bool read_header(Header& header, std::array<int, kDescriptors>& descriptors) {
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof descriptors)> control{};
  iovec data{&header, sizeof header};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  const ssize_t got = ::recvmsg(STDIN_FILENO, &message, MSG_WAITALL | MSG_CMSG_CLOEXEC);
  if (got == 0) return false;
  const cmsghdr* first = CMSG_FIRSTHDR(&message);
  if (got != sizeof header || first == nullptr || first->cmsg_len != CMSG_LEN(sizeof descriptors)) fail("a request");
  std::memcpy(descriptors.data(), CMSG_DATA(first), sizeof descriptors);
  return true;
}

bool read_request(Request& request) {
  Header header{};
  if (!read_header(header, request.descriptors)) return false;
  request.arguments = header.arguments;
  request.strings.resize(header.bytes);
  const ssize_t got = ::recv(STDIN_FILENO, request.strings.data(), header.bytes, MSG_WAITALL);
  if (got != static_cast<ssize_t>(header.bytes)) fail("the strings of a request");
  return true;
}

std::vector<char*> pointers_to(std::string& strings) {
  std::vector<char*> all;
  for (std::size_t at = 0; at < strings.size(); at = strings.find('\0', at) + 1) all.push_back(&strings[at]);
  return all;
}

// Runs in the child.
int run(Request& request) {
  for (int to = 0; to < kDescriptors; ++to) {
    const int from = request.descriptors[static_cast<std::size_t>(to)];
    if (::dup2(from, to) < 0) fail("dup2");
  }
  for (const int descriptor : request.descriptors) ::close(descriptor);
  std::vector<char*> strings = pointers_to(request.strings);
  if (::chdir(strings.at(0)) != 0) fail(strings[0]);
  const auto environment = strings.begin() + 1 + static_cast<std::ptrdiff_t>(request.arguments);
  ::clearenv();
  for (auto variable = environment; variable != strings.end(); ++variable) ::putenv(*variable);
  std::vector<char*> arguments(strings.begin() + 1, environment);
  arguments.push_back(nullptr);
  return program_main(static_cast<int>(request.arguments), arguments.data());
}

void answer(Request& request) {
  const pid_t child = ::fork();
  if (child < 0) fail("fork");
  if (child == 0) std::exit(run(request));
  for (const int descriptor : request.descriptors) ::close(descriptor);
  int status = 0;
  if (::waitpid(child, &status, 0) != child) fail("waitpid");
  if (::write(STDIN_FILENO, &status, sizeof status) != sizeof status) fail("write");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 2) throw std::runtime_error("name libaimet_torch.so");
    load(argv[1]);
    for (Request request; read_request(request); request = {}) answer(request);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "started_program: %s\n", error.what());
    return 1;
  }
}
