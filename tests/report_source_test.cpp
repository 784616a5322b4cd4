// SPDX-License-Identifier: Apache-2.0

// A model can name any file and line. Tests that the report shows a line of the disk only if the model contains it.

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "lib/report/excerpt.hpp"
#include "lib/report/render.hpp"
#include "lib/report/source_file.hpp"
#include "lib/report/source_folders.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace aimet;
using test::TemporaryFolder;
using Why = SourceFolders::Why;

namespace {

constexpr const char* kSecret = "password = 'correct horse'";

// A working folder, with a folder of secrets next to it.
struct Disk {
  Disk() {
    for (const char* name : {"work", "work/pkg", "other"}) std::filesystem::create_directory(folder.path(name));
    folder.file("work/net.py", "import x\n  return self.conv(x)\n" + std::string(kSecret) + "\n");
    folder.file("work/pkg/part.py", "y = relu(x)\n");
    folder.file("work/notes.txt", std::string(kSecret) + "\n");
    folder.file("other/secret.py", std::string(kSecret) + "\n");
    folder.file("other/key", std::string(kSecret) + "\n");
  }
  void link(const std::string& target, const std::string& name) const {
    std::filesystem::create_symlink(target, folder.path(name));
  }
  SourceFolders::Found find(const std::string& name) const {
    return SourceFolders({folder.path("work")}).find(folder.path(name));
  }
  std::string shown(const SourceLocation& source, const std::vector<PathMap>& maps = {}) const {
    RenderOptions options;
    options.working_folder = folder.path("work");
    options.path_maps = maps;
    return SourceFiles(options).excerpt(source).line;
  }
  TemporaryFolder folder;
};

}  // namespace

TEST_CASE("a line of the disk is shown where it is the line that the model holds, or that is most of it") {
  const Disk disk;
  CHECK(disk.shown({"net.py", 2, 0, "return self.conv(x)", ""}) == "return self.conv(x)");
  CHECK(disk.shown({"net.py", 2, 0, "\t return self.conv(x)  ", ""}) == "return self.conv(x)");
  CHECK(disk.shown({"net.py", 2, 0, "self.conv(x)", ""}) == "return self.conv(x)");
}

TEST_CASE("a model that claims little of a line learns nothing of the rest") {
  const Disk disk;
  for (const char* claim : {"p", "=", "password", "'", " ", "correct"})
    CHECK_THAT(disk.shown({"net.py", 3, 0, claim, ""}), !ContainsSubstring("horse"));
  for (const char* function : {"forward", "<lambda>", "<", "<x>"})
    CHECK(disk.shown({"net.py", 3, 0, "", function}).empty());
}

TEST_CASE("files outside the working folder and the path maps are not shown") {
  const Disk disk;
  const std::string secret = disk.folder.path("other/secret.py");
  CHECK(disk.shown({secret, 1, 0, "", "f"}).empty());
  CHECK(disk.shown({"../other/secret.py", 1, 0, "password = 'correct hors", ""}) == "password = 'correct hors");
  CHECK(disk.shown({secret, 1, 0, "password = 'correct hors", ""}, {{"/elsewhere", disk.folder.path("other")}}) ==
        kSecret);
  CHECK(disk.shown({"/elsewhere/secret.py", 1, 0, "password = 'correct hors", ""},
                   {{"/elsewhere", disk.folder.path("other")}}) == kSecret);
}

TEST_CASE("a link is followed to where it ends, and that decides") {
  const Disk disk;
  disk.link("../other/secret.py", "work/inner.py");
  disk.link("notes.txt", "work/notes.py");
  disk.link(disk.folder.path("other"), "work/out");
  disk.link("pkg", "work/in");
  disk.link(disk.folder.path("work/pkg/part.py"), "work/absolute.py");
  disk.link("in/../../work/pkg/part.py", "work/around.py");
  disk.link("circle.py", "work/circle.py");
  CHECK(disk.find("work/inner.py").why == Why::outside);
  CHECK(disk.find("work/notes.py").why == Why::outside);
  CHECK(disk.find("work/out/secret.py").why == Why::outside);
  // A model must not learn whether a file outside exists.
  disk.link("../other/nothing.py", "work/nothing.py");
  CHECK(disk.find("work/nothing.py").why == Why::outside);
  CHECK(disk.find("work/circle.py").why == Why::missing);
  CHECK(disk.find("work/none.py").why == Why::missing);
  CHECK(disk.find("work/notes.txt").why == Why::outside);
  const std::string part = std::filesystem::canonical(disk.folder.path("work/pkg/part.py")).string();
  for (const char* name : {"work/in/part.py", "work/absolute.py", "work/around.py"}) {
    CHECK(disk.find(name).why == Why::found);
    CHECK(disk.find(name).path == part);
  }
}

TEST_CASE("no file is opened that blocks, and none through /proc") {
  const Disk disk;
  REQUIRE(::mkfifo(disk.folder.path("work/fifo.py").c_str(), 0600) == 0);
  std::filesystem::create_directory(disk.folder.path("work/folder.py"));
  CHECK(disk.find("work/fifo.py").why == Why::missing);
  CHECK(disk.find("work/fifo.py/net.py").why == Why::missing);
  CHECK(disk.find("work/folder.py").why == Why::missing);
  CHECK(read_source_file(disk.folder.path("work/fifo.py")).empty());
  // Not even if all of / is the working folder.
  const std::string through = "/proc/self/root" + disk.folder.path("work/net.py");
  REQUIRE(std::filesystem::exists(through));
  CHECK(SourceFolders({"/"}).find(through).why == Why::outside);
  CHECK(SourceFolders({"/"}).find(disk.folder.path("work/net.py")).why == Why::found);
  disk.link("/proc/self/cwd", "work/proc");
  CHECK(disk.find("work/proc/net.py").why == Why::outside);
}

TEST_CASE("one file under many names is read once, and all files together are bounded") {
  const Disk disk;
  disk.link(".", "work/l");
  disk.folder.file("work/large.py", std::string((std::size_t{4} << 20) - 9, '\n') + "x = f(y)\n");
  const int line = (4 << 20) - 8;
  RenderOptions options;
  options.working_folder = disk.folder.path("work");
  SourceFiles files(options);
  std::string name;
  for (int i = 0; i < 30; ++i) name += "l/";
  for (int i = 0; i < 30; ++i, name.erase(0, 2))
    CHECK(files.excerpt({name + "large.py", line, 0, "= f(y)", ""}).line == "x = f(y)");
  CHECK(files.files() == 1);
  for (int i = 0; i < 40; ++i) {
    const std::string other = "copy" + std::to_string(i) + ".py";
    disk.folder.file("work/" + other, std::string(std::size_t{1} << 20, '\n'));
    files.excerpt({other, 1, 0, "", "f"});
  }
  CHECK(files.bytes() <= std::size_t{40} << 20);
}

TEST_CASE("lines of a text are found by their starts") {
  const SourceText text("a\n\nb");
  REQUIRE(text.size() == 3);
  CHECK(text[0] == "a");
  CHECK(text[1].empty());
  CHECK(text[2] == "b");
  CHECK(SourceText("").size() == 0);
  CHECK(SourceText("a\n").size() == 1);
}
