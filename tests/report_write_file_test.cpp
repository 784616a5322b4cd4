// SPDX-License-Identifier: Apache-2.0
#include "lib/report/write_file.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include "lib/model/error.hpp"
#include "tests/support/catch.hpp"

namespace fs = std::filesystem;
using aimet::write_file;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "aimet-write-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::permissions(path_, fs::perms::owner_all, ignored);
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  const fs::path& path() const { return path_; }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }

 private:
  fs::path path_;
};

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string refusal(const std::string& path, const std::string& bytes = "new") {
  try {
    write_file(path, bytes);
  } catch (const aimet::RunError& error) {
    return error.what();
  }
  return "written";
}

mode_t mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

// Root may write everywhere, so tests of permissions run as another user, in a child.
template <typename Body>
int in_child(Body body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool become_nobody() { return ::geteuid() != 0 || (::setgid(65534) == 0 && ::setuid(65534) == 0); }

}  // namespace

TEST_CASE("a new file gets the bytes and the usual mode") {
  const Folder folder;
  const mode_t mask = ::umask(0027);
  write_file(folder / "report.json", std::string("a\0b\n", 4));
  ::umask(mask);
  CHECK(read(folder / "report.json") == std::string("a\0b\n", 4));
  CHECK(mode_of(folder / "report.json") == 0640);
  CHECK(folder.entries() == 1);
}

TEST_CASE("an existing file is replaced and keeps its mode") {
  const Folder folder;
  std::ofstream(folder / "report.json") << "a much longer old content";
  fs::permissions(folder / "report.json", fs::perms(0604));
  write_file(folder / "report.json", "new");
  CHECK(read(folder / "report.json") == "new");
  CHECK(mode_of(folder / "report.json") == 0604);
  CHECK(folder.entries() == 1);
}

TEST_CASE("the longest file name still has room for the file beside it") {
  const Folder folder;
  const std::string name(255, 'n');
  write_file(folder / name, "new");
  CHECK(read(folder / name) == "new");
}

TEST_CASE("a symbolic link is followed, also to a file that is not there yet") {
  const Folder folder;
  fs::create_directory(folder / "below");
  std::ofstream(folder / "below/real") << "old";
  fs::create_symlink("below/real", folder / "link");
  fs::create_symlink("below/later", folder / "dangling");
  write_file(folder / "link", "new");
  write_file(folder / "dangling", "new too");
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(fs::is_symlink(folder / "dangling"));
  CHECK(read(folder / "below/real") == "new");
  CHECK(read(folder / "below/later") == "new too");
  fs::create_symlink("circle", folder / "circle");
  CHECK_THAT(refusal(folder / "circle"), ContainsSubstring("circle"));
}

TEST_CASE("what cannot be a file is refused in one sentence") {
  const Folder folder;
  std::ofstream(folder / "file") << "old";
  CHECK_THAT(refusal(folder.path().string()), ContainsSubstring("it is a folder; name a file"));
  CHECK_THAT(refusal(folder / "new/"), ContainsSubstring("it is a folder; name a file"));
  CHECK_THAT(refusal(folder / "none/report"), ContainsSubstring("the folder does not exist"));
  CHECK_THAT(refusal(folder / "file/report"), ContainsSubstring("is a file, not a folder"));
  CHECK_THAT(refusal(""), ContainsSubstring("the name is empty"));
  CHECK_THAT(refusal(folder / std::string(300, 'n')), ContainsSubstring("too long"));
  CHECK_THAT(refusal(folder / "none/\x1b[2J"), ContainsSubstring("\\x1b[2J"));
  CHECK(folder.entries() == 1);
}

TEST_CASE("a read-only folder or file is left as it was") {
  const Folder folder;
  std::ofstream(folder / "report") << "old";
  fs::permissions(folder / "report", fs::perms(0666));
  fs::permissions(folder.path(), fs::perms(0555));
  CHECK(in_child([&] {
          if (!become_nobody()) return 2;
          const std::string existing = refusal(folder / "report");
          const std::string fresh = refusal(folder / "fresh");
          return existing.find("permission denied") != std::string::npos &&
                         fresh.find("permission denied") != std::string::npos
                     ? 0
                     : 1;
        }) == 0);
  fs::permissions(folder.path(), fs::perms(0777));
  fs::permissions(folder / "report", fs::perms(0444));
  CHECK(in_child([&] {
          return become_nobody() && refusal(folder / "report").find("permission denied") != std::string::npos ? 0 : 1;
        }) == 0);
  CHECK(read(folder / "report") == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("when the bytes do not fit, the old report stays and nothing is left beside it") {
  const Folder folder;
  std::ofstream(folder / "report") << "old";
  CHECK(in_child([&] {
          ::signal(SIGXFSZ, SIG_IGN);
          const rlimit limit{4096, 4096};
          ::setrlimit(RLIMIT_FSIZE, &limit);
          return refusal(folder / "report", std::string(100'000, 'x')).find("larger than the limit") !=
                         std::string::npos
                     ? 0
                     : 1;
        }) == 0);
  CHECK(read(folder / "report") == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a full device is reported") { CHECK_THAT(refusal("/dev/full"), ContainsSubstring("the disk is full")); }

TEST_CASE("a pipe is written directly") {
  const Folder folder;
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  std::string got;
  std::thread reader([&] { got = read(folder / "pipe"); });
  write_file(folder / "pipe", std::string(200'000, 'p'));
  reader.join();
  CHECK(got == std::string(200'000, 'p'));
  CHECK(fs::is_fifo(folder / "pipe"));
}

TEST_CASE("/dev/stdout goes on where standard output is") {
  const Folder folder;
  CHECK(in_child([&] {
          const int out = ::open((folder / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
          if (::write(out, "before ", 7) != 7 || ::dup2(out, STDOUT_FILENO) < 0) return 1;
          write_file("/dev/stdout", "report ");
          write_file("/dev/fd/" + std::to_string(out), "again");
          return 0;
        }) == 0);
  CHECK(read(folder / "log") == "before report again");
}
