// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <map>
#include <set>

#include "lib/file/custom_ops.hpp"
#include "lib/file/identify.hpp"
#include "lib/file/open.hpp"
#include "tests/support/model_archive.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace aimet;
using test::error_of;
using test::little;
using test::TemporaryFolder;
using test::torchscript;
using test::zip;
using test::ZipRecord;
using test::ZipText;

namespace {

std::string identify_error(const std::string& bytes, ErrorKind kind = ErrorKind::not_torchscript) {
  return error_of([&] { identify(memory_bytes(bytes), "m.pt"); }, kind);
}

}  // namespace

TEST_CASE("a TorchScript file is recognised by its records, with top folder and version") {
  const std::string bytes = zip(torchscript());
  const TorchScriptFile file = identify(memory_bytes(bytes), "m.pt");
  CHECK(file.top == "m");
  CHECK(file.version == 3);
  CHECK_FALSE(file.mobile);
  CHECK(file.directory.entries.size() == 4);
}

TEST_CASE("a file for the lite interpreter is TorchScript, and a version below .data counts") {
  auto records = torchscript();
  records.back() = {"m/.data/version", "10\n"};
  records.push_back({"m/bytecode.pkl", "\x80\x02)."});
  const std::string bytes = zip(records);
  const TorchScriptFile file = identify(memory_bytes(bytes), "m.pt");
  CHECK(file.mobile);
  CHECK(file.version == 10);
}

TEST_CASE("an export that was cut off is reported as that") {
  const std::string bytes = zip({{"m/data.pkl",
                                  "\x80\x02"
                                  "c__torch__.models\nNet\n)\x81}b."},
                                 {"m/version", "3"}});
  const std::string message = identify_error(bytes, ErrorKind::corrupt);
  CHECK_THAT(message, ContainsSubstring("an export of the class 'models.Net'"));
  CHECK_THAT(message, ContainsSubstring("autograd.Function"));
}

TEST_CASE("operators of other libraries are read from code with what they are given and give") {
  std::map<std::string, CustomOpUse> uses;
  add_custom_op_uses(
      "def forward(self, x: Tensor) -> List[Tensor]:\n"
      "  a = ops.lib.one(x)\n"
      "  b, c = ops.lib.two(torch.add(a, \"),\"), [1, 2], scale=2.)\n"
      "  p, q, = ops.lib.many(x)\n"
      "  r = torch.add(ops.lib.one(b, 3), p)\n"
      "  return ops.lib.all(r)\n",
      uses);
  REQUIRE(uses.size() == 4);
  CHECK(uses["lib::one"].fewest == 1);
  CHECK(uses["lib::one"].most == 2);
  CHECK(uses["lib::one"].results == 1);
  CHECK(uses["lib::two"].most == 2);
  CHECK(uses["lib::two"].results == 2);
  CHECK(uses["lib::two"].keywords == std::set<std::string>{"scale"});
  CHECK(uses["lib::many"].unpacks_list);
  CHECK(uses["lib::all"].result == "List[Tensor]");
}

TEST_CASE("every other file gets one line that says what it is and what to do") {
  const std::string header(8, '\0');
  struct Row {
    const char* name;
    std::string bytes;
    const char* is;
    const char* to_do;
  };
  const std::vector<Row> rows{
      {"state dict",
       zip({{"a/data.pkl",
             "\x80\x02"
             "ccollections\nOrderedDict\nq\x01)Rq\x02."},
            {"a/version", "3"}}),
       "a state dict, written by torch.save", "torch.jit.trace"},
      {"checkpoint", zip({{"a/data.pkl", "\x80\x02}q\x01."}}), "a dictionary (a checkpoint or a state dict)",
       "torch.jit.trace"},
      {"pickled model",
       zip({{"a/data.pkl",
             "\x80\x02"
             "cmodels\nNet\n)\x81."}}),
       "the Python class 'models.Net'", "torch.jit.trace"},
      {"tensor",
       zip({{"a/data.pkl",
             "\x80\x02"
             "ctorch._utils\n_rebuild_tensor_v2\nq\x01."}}),
       "a tensor, written by torch.save", "--input-spec"},
      {"tensors",
       zip({{"a/data.pkl",
             "\x80\x02]q\x01("
             "ctorch._utils\n_rebuild_tensor_v2\nq\x01."}}),
       "a list of tensors, written by torch.save", "--input-spec"},
      {"old torch.save", std::string("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 16),
       "before PyTorch 1.6", "torch.jit.trace"},
      {"pickle", std::string("\x80\x04\x95"), "a Python pickle", "torch.jit.trace"},
      {"pt2, flat", zip({{"serialized_exported_program.json", "{}"}, {"version", "1"}}),
       "a .pt2 archive of torch.export", "torch.jit.trace"},
      {"pt2, foldered", zip({{"a/archive_format", "pt2"}, {"a/models/model.json", "{}"}}),
       "a .pt2 archive of torch.export", "torch.jit.trace"},
      {"torch.package", zip({{"a/.data/extern_modules", ""}, {"a/model/model.pkl", ""}}), "torch.package",
       "torch.jit.trace"},
      {"Keras 3", zip({{"config.json", "{}"}, {"model.weights.h5", ""}}), "a Keras model", "torch.jit.trace"},
      {"NumPy archive", zip({{"w.npy", ""}}), "a NumPy archive", "torch.jit.trace"},
      {"plain zip", zip({{"readme.txt", "hello"}}), "a plain zip archive", "torch.jit.trace"},
      {"zip of models", zip({{"a.txt", "hello"}, {"m/a.pt", "x"}, {"m/b.pt", "x"}}),
       "a plain zip archive that contains 'm/a.pt' and 1 more like it", "Unpack it"},
      {"empty zip", zip({}), "a plain zip archive", "torch.jit.trace"},
      {"ONNX", "\x08\x07\x12\x07pytorch", "an ONNX model", "exported from"},
      {"safetensors", little(2, 8) + "{}", "a safetensors file", "torch.jit.trace"},
      {"Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a Git LFS pointer", "git lfs pull"},
      {"ExecuTorch", std::string(4, '\1') + "ET12", "an ExecuTorch program", "TorchScript"},
      {"TensorFlow Lite", std::string(4, '\1') + "TFL3", "a TensorFlow Lite model", "torch.jit.trace"},
      {"SavedModel", "\x08\x01\x12\x80\x01", "a TensorFlow SavedModel", "torch.jit.trace"},
      {"HDF5", "\x89HDF\r\n\x1a\n", "an HDF5 file", "torch.jit.trace"},
      {"mobile FlatBuffer", std::string(4, '\1') + "PTMF", "FlatBuffer", "_use_flatbuffer=False"},
      {"gzip", "\x1f\x8b\x08", "a gzip archive", "Unpack"},
      {"tar", std::string(257, 'a') + "ustar", "a tar archive", "Unpack"},
      {"HTML", "\n <!DOCTYPE html><html>", "a web page", "Download"},
      {"text", "hello, world\n", "a text file", "torch.jit.trace"},
      {"zeros", header, "a file of zeros", "again"},
      {"other", "\x01\x02\x03\xff", "a format that this program does not know", "torch.jit.trace"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    const std::string message = identify_error(row.bytes);
    CHECK_THAT(message, ContainsSubstring("'m.pt' is not TorchScript but"));
    CHECK_THAT(message, ContainsSubstring(row.is));
    CHECK_THAT(message, ContainsSubstring(row.to_do));
    CHECK(message.find('\n') == std::string::npos);
  }
}

TEST_CASE("damaged files are distinguished from foreign ones") {
  const std::string whole = zip(torchscript());
  CHECK_THAT(identify_error("", ErrorKind::corrupt), ContainsSubstring("is empty"));
  CHECK_THAT(identify_error(whole.substr(0, whole.size() / 2), ErrorKind::corrupt), ContainsSubstring("truncated"));
  auto no_code = torchscript();
  no_code.erase(no_code.begin() + 1);
  CHECK_THAT(identify_error(zip(no_code), ErrorKind::corrupt), ContainsSubstring("no m/code/"));
  auto no_top = torchscript();
  for (ZipRecord& record : no_top) record.name.erase(0, 2);
  CHECK_THAT(identify_error(zip(no_top), ErrorKind::corrupt), ContainsSubstring("Zip the folder"));
}

TEST_CASE("no prefix of a file is taken for a whole one, and none crashes") {
  const std::string whole = zip(torchscript());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::string part = whole.substr(0, length);
    CHECK_THROWS_AS(identify(memory_bytes(part), "m.pt"), RunError);
  }
}

TEST_CASE("a path that cannot be read says why") {
  const TemporaryFolder folder;
  const auto open_error = [](const std::string& path, ErrorKind kind) {
    return error_of([&] { open_model(path); }, kind);
  };
  CHECK_THAT(open_error(folder.path("none.pt"), ErrorKind::not_found), ContainsSubstring("There is no file"));
  CHECK_THAT(open_error(folder.file("f") + "/x.pt", ErrorKind::not_found), ContainsSubstring("There is no file"));
  CHECK_THAT(open_error(folder.path(), ErrorKind::unreadable), ContainsSubstring("a folder"));
  CHECK_THAT(open_error("/dev/null", ErrorKind::unreadable), ContainsSubstring("a device"));
  REQUIRE(::mkfifo(folder.path("fifo").c_str(), 0600) == 0);
  CHECK_THAT(open_error(folder.path("fifo"), ErrorKind::unreadable), ContainsSubstring("a pipe"));
  const int fd = open_model(folder.file("m.pt", "PK"));
  CHECK(file_bytes(fd).read(0, 10) == "PK");
  CHECK(file_bytes(fd).read(1, 1) == "K");
  CHECK(file_bytes(fd).read(2, 1).empty());
  ::close(fd);
}

TEST_CASE("a file without read permission is reported, to a user who is not root") {
  const TemporaryFolder folder;
  const std::string path = folder.file("m.pt");
  REQUIRE(::chmod(path.c_str(), 0) == 0);
  REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    if (::getuid() == 0 && ::setuid(65534) != 0) ::_exit(3);
    try {
      open_model(path);
    } catch (const RunError& error) {
      ::_exit(error.kind() == ErrorKind::unreadable &&
                      std::string(error.what()).find("may not be read") != std::string::npos
                  ? 0
                  : 1);
    }
    ::_exit(2);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}
