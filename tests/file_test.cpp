#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <functional>
#include <map>
#include <set>

#include "lib/file/bombs.hpp"
#include "lib/file/code_depth.hpp"
#include "lib/file/custom_ops.hpp"
#include "lib/file/identify.hpp"
#include "lib/file/open.hpp"
#include "lib/file/pickle_depth.hpp"
#include "lib/model/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/zip.hpp"

using namespace aimet;
using test::little;
using test::TemporaryFolder;
using test::zip;
using test::ZipRecord;
using test::ZipText;

namespace {

std::string error_of(const std::function<void()>& action, ErrorKind kind) {
  try {
    action();
  } catch (const RunError& error) {
    CHECK(error.kind() == kind);
    return error.what();
  }
  FAIL("no error");
  return {};
}

std::string identify_error(const std::string& bytes, ErrorKind kind = ErrorKind::not_torchscript) {
  return error_of([&] { identify(memory_bytes(bytes), "m.pt"); }, kind);
}

std::string directory_error(const std::string& bytes, ErrorKind kind = ErrorKind::corrupt) {
  return error_of([&] { read_zip_directory(memory_bytes(bytes)); }, kind);
}

std::string deflated(const std::string& text) {
  std::string out(compressBound(text.size()) + 64, '\0');
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::vector<ZipRecord> torchscript() {
  return {{"m/data.pkl", "\x80\x02}."},
          {"m/code/__torch__.py", "class M(Module):\n  pass\n"},
          {"m/constants.pkl", "\x80\x02)."},
          {"m/version", "3\n"}};
}

}  // namespace

TEST_CASE("a TorchScript file is told by its records, with top folder and version") {
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

TEST_CASE("an export that was cut off is told as that") {
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
       "a plain zip archive that holds 'm/a.pt' and 1 more like it", "Unpack it"},
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

TEST_CASE("damaged files are told apart from foreign ones") {
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

TEST_CASE("the directory gives the byte range of each record, with zip64 or without") {
  ZipText archive;
  archive.add({"m/data/0", "weights"});
  archive.add({"m/code.py", deflated("pass\n"), 8, 5});
  for (const std::string& bytes : {archive.text(), archive.text64()}) {
    const ZipDirectory directory = read_zip_directory(memory_bytes(bytes));
    REQUIRE(directory.entries.size() == 2);
    const ZipEntry& weights = directory.entries[0];
    CHECK(bytes.substr(weights.offset, weights.size) == "weights");
    CHECK(read_zip_entry(memory_bytes(bytes), directory.entries[1], 100) == "pass\n");
    CHECK(directory.find("m/code.py") == &directory.entries[1]);
    CHECK(directory.find("m/other") == nullptr);
  }
}

TEST_CASE("a zip64 extra field gives the sizes that do not fit") {
  ZipText archive;
  const std::string name = "m/data/0", payload = "weights";
  archive.records = "PK\x03\x04" + little(45, 2) + little(0, 2) + little(0, 2) + little(0, 8) + little(0xffffffff, 4) +
                    little(0xffffffff, 4) + little(name.size(), 2) + little(0, 2) + name + payload;
  const std::string extra =
      little(1, 2) + little(24, 2) + little(payload.size(), 8) + little(payload.size(), 8) + little(0, 8);
  archive.directory = "PK\x01\x02" + little(45, 2) + little(45, 2) + little(0, 2) + little(0, 2) + little(0, 8) +
                      little(0xffffffff, 4) + little(0xffffffff, 4) + little(name.size(), 2) + little(extra.size(), 2) +
                      little(0, 10) + little(0xffffffff, 4) + name + extra;
  archive.count = 1;
  const std::string bytes = archive.text();
  const ZipDirectory directory = read_zip_directory(memory_bytes(bytes));
  REQUIRE(directory.entries.size() == 1);
  CHECK(read_zip_entry(memory_bytes(bytes), directory.entries[0], 100) == payload);
}

TEST_CASE("a directory that lies is refused") {
  const std::string good = zip({{"a/b", "0123456789"}, {"a/c", "0123456789"}});
  const std::size_t directory = good.find("PK\x01\x02");
  const std::size_t second = good.find("PK\x01\x02", directory + 4);
  const auto with = [&](std::size_t at, const std::string& bytes) {
    std::string bad = good;
    return bad.replace(at, bytes.size(), bytes);
  };
  CHECK_THAT(directory_error(with(directory + 42, little(0x7fffffff, 4))), ContainsSubstring("'a/b' starts outside"));
  CHECK_THAT(directory_error(with(directory + 42, little(3, 4))), ContainsSubstring("does not start where"));
  CHECK_THAT(directory_error(with(directory + 20, little(1000, 4) + little(1000, 4))), ContainsSubstring("two sizes"));
  CHECK_THAT(directory_error(with(directory + 10, little(12, 2))), ContainsSubstring("method 12"));
  CHECK_THAT(directory_error(with(directory + 8, little(1, 2))), ContainsSubstring("encrypted"));
  CHECK_THAT(directory_error(with(directory + 46, "x")), ContainsSubstring("another name"));
  CHECK_THAT(directory_error(with(good.size() - 12, little(60000, 2))), ContainsSubstring("several"));
  CHECK_THAT(directory_error(with(good.size() - 14, little(60000, 2) + little(60000, 2))),
             ContainsSubstring("too short"));
  CHECK_THAT(directory_error(with(second, "XX")), ContainsSubstring("record 1"));
  CHECK_THAT(directory_error(good.substr(0, good.size() - 22)), ContainsSubstring("truncated"));
}

TEST_CASE("overlapping records are refused, by sizes and by sharing one local header") {
  ZipText inside;
  inside.add({"a/b", "PK\x03\x04" + little(20, 2) + little(0, 2) + little(0, 2) + little(0, 8) + little(2, 4) +
                         little(2, 4) + little(3, 2) + little(0, 2) + "a/cxx"});
  const std::string common = little(0, 2) + little(0, 8) + little(2, 4) + little(2, 4) + little(3, 2);
  inside.add_to_directory(common, "a/c", 33);
  CHECK_THAT(directory_error(inside.text()), ContainsSubstring("'a/b' and 'a/c' overlap"));

  ZipText twice;
  twice.add({"a/b", "xx"});
  twice.add_to_directory(common, "a/b", 0);
  CHECK_THAT(directory_error(twice.text()), ContainsSubstring("overlap"));
}

TEST_CASE("a decompression bomb is refused by what it declares and by what it holds") {
  const std::string little_zeros = deflated(std::string(1 << 20, '\0'));
  CHECK_THAT(directory_error(zip({{"a/data/0", little_zeros, 8, std::uint64_t{2} << 30}}), ErrorKind::limit),
             ContainsSubstring("2048 MiB"));
  const std::string lying = zip({{"a/data/0", little_zeros, 8, 100}});
  const ZipDirectory directory = read_zip_directory(memory_bytes(lying));
  CHECK_THAT(error_of([&] { read_zip_entry(memory_bytes(lying), directory.entries[0], 1000); }, ErrorKind::corrupt),
             ContainsSubstring("inflates to more"));
  const std::string short_one = zip({{"a/data/0", little_zeros, 8, 2 << 20}});
  const ZipDirectory short_directory = read_zip_directory(memory_bytes(short_one));
  CHECK_THAT(error_of([&] { read_zip_entry(memory_bytes(short_one), short_directory.entries[0], 8 << 20); },
                      ErrorKind::corrupt),
             ContainsSubstring("inflates to less"));
  CHECK_THAT(
      error_of([&] { read_zip_entry(memory_bytes(short_one), short_directory.entries[0], 10); }, ErrorKind::limit),
      ContainsSubstring("at most 10"));
}

TEST_CASE("what compressed records grow to is counted over all of them") {
  const std::string little_zeros = deflated(std::string(1 << 20, '\0'));
  const std::uint64_t each = std::uint64_t{100} << 20;
  std::vector<ZipRecord> records{{"a/data/0", little_zeros, 8, each}, {"a/data/1", little_zeros, 8, each}};
  CHECK(read_zip_directory(memory_bytes(zip(records))).entries.size() == 2);
  records.push_back({"a/data/2", little_zeros, 8, each});
  CHECK_THAT(directory_error(zip(records), ErrorKind::limit), ContainsSubstring("a/data/2"));
}

TEST_CASE("an absurd count of records is refused before they are read") {
  ZipText archive;
  archive.add({"a/b", "x"});
  archive.count = 1'000'000'000;
  CHECK_THAT(directory_error(archive.text64(), ErrorKind::limit), ContainsSubstring("1000000000 records"));
}

TEST_CASE("no single changed byte of an archive crashes the reader") {
  ZipText archive;
  for (const ZipRecord& record : torchscript()) archive.add(record);
  const std::string good = archive.text64();
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const char value : {'\0', '\x01', '\x7f', '\xff'}) {
      std::string bad = good;
      bad[at] = value;
      try {
        const ByteSource bytes = memory_bytes(bad);
        refuse_bombs(bytes, identify(bytes, "m.pt"));
      } catch (const RunError& error) {
        CHECK_FALSE(std::string(error.what()).empty());
      }
    }
  }
}

TEST_CASE("the depth of a pickle counts tuples, lists, memo and objects") {
  CHECK(pickle_depth("\x80\x02K\x01.") == 1);
  CHECK(pickle_depth("\x80\x02K\x01\x85\x85\x85.") == 4);
  CHECK(pickle_depth("\x80\x02](K\x01](K\x02"
                     "ee.") == 3);
  CHECK(pickle_depth("\x80\x02K\x01\x85q\x01"
                     "0h\x01\x85h\x01\x86.") == 4);
  CHECK(pickle_depth("\x80\x02"
                     "ca\nB\n)\x81}(X\x01\0\0\0"
                     "aK\x01ub.") >= 1);
  CHECK(pickle_depth("\x80\x02K\x01" + std::string(100000, '\x85') + ".") == 100001);
  CHECK(pickle_depth("\xff\xff") == 0);
  CHECK(pickle_depth("e") == 0);
}

TEST_CASE(
    "lists that are put into each other first and filled through the memo afterwards are as deep as they become") {
  const auto get = [](std::uint64_t id) { return "j" + little(id, 4); };
  std::string chain = "\x80\x02";
  for (std::uint64_t i = 0; i < 5000; ++i) chain += "]r" + little(i, 4);
  for (std::uint64_t i = 0; i + 1 < 5000; ++i) chain += get(i) + get(i + 1) + "a0";
  CHECK(pickle_depth(chain + get(0) + ".") >= 5000);
  // One that is shared, and filled before it is: what PyTorch writes.
  CHECK(pickle_depth("\x80\x02]q\x01K\x01"
                     "ah\x01h\x01\x86h\x01\x85\x86.") == 4);
}

TEST_CASE("a type that is written out in a pickle counts by its brackets") {
  const std::string type = "List[List[List[int]]]";
  CHECK(pickle_depth("\x80\x02X" + little(type.size(), 4) + type + "\x85.") == 5);
}

TEST_CASE("two objects of a class that comes from the memo are two") {
  CHECK(pickle_depth("\x80\x02"
                     "ca\nB\nq\x01)\x81q\x02h\x01h\x02\x85\x81q\x03h\x01h\x03\x85\x81.") == 6);
}

TEST_CASE("the depth of code counts brackets and blocks, not what stands in strings and comments") {
  CHECK(code_depth("x = f(g([1, (2)]))\n").brackets == 4);
  CHECK(code_depth("x = '((((' # ((((\ny = \"\\\"((\"\n").brackets == 0);
  const CodeDepth depth = code_depth("class M:\n  def f():\n    if a:\n      pass\n  def g():\n    pass\n");
  CHECK(depth.blocks == 3);
  CHECK(depth.line == 4);
  CHECK(code_depth("f(\n        1)\n").blocks == 0);
  CHECK(code_depth("'unclosed\\").brackets == 0);
}

TEST_CASE("the depth of code counts the operators that one expression holds, with those around it") {
  CHECK(code_depth("x = a + b * -c\n").operators == 3);
  CHECK(code_depth("x = a.T.T\ny = b.T\n").operators == 2);
  CHECK(code_depth("x = f(a + b, c + d + e, g) + h + i\n").operators == 3);
  CHECK(code_depth("x = f(a)(b)[c]\n").operators == 3);
  CHECK(code_depth("x = not a if b else c in d\n").operators == 4);
  CHECK(code_depth("x = island + notes + order\n").operators == 2);
  CHECK(code_depth("x = [1.5, 2.5,\n     3.5, -4.5]\n").operators == 2);
  CHECK(code_depth(")))]\n").operators == 0);
}

TEST_CASE("an elif counts as the block that LibTorch makes of it, until the chain ends") {
  CHECK(code_depth("  if a:\n    x\n  elif b:\n    x\n  elif c:\n    x\n  else:\n    x\n").blocks == 4);
  CHECK(code_depth("  if a:\n    x\n  elif b:\n    x\n  y\n  if a:\n    x\n  elif b:\n    x\n").blocks == 3);
}

TEST_CASE("bombs are refused with the record and the figure") {
  const auto error = [](std::vector<ZipRecord> records) {
    const std::string bytes = zip(records);
    const ByteSource source = memory_bytes(bytes);
    return error_of([&] { refuse_bombs(source, identify(source, "m.pt")); }, ErrorKind::limit);
  };
  auto deep_pickle = torchscript();
  deep_pickle[0].bytes = "\x80\x02K\x01" + std::string(100000, '\x85') + ".";
  CHECK_THAT(error(deep_pickle), ContainsSubstring("'m/data.pkl' values are nested 100001 deep"));
  auto deep_brackets = torchscript();
  deep_brackets[1].bytes = "x = " + std::string(100000, '(');
  CHECK_THAT(error(deep_brackets), ContainsSubstring("'m/code/__torch__.py' brackets are nested 100000 deep"));
  auto deep_blocks = torchscript();
  deep_blocks[1].bytes.clear();
  for (std::size_t i = 0; i < 2000; ++i) deep_blocks[1].bytes += std::string(i, ' ') + "if a:\n";
  CHECK_THAT(error(deep_blocks), ContainsSubstring("blocks are nested 1999 deep"));
  auto long_sum = torchscript();
  for (std::size_t i = 0; i < 100000; ++i) long_sum[1].bytes += "a + ";
  CHECK_THAT(error(long_sum), ContainsSubstring("operators are nested 100000 deep"));
  auto shouting = torchscript();
  shouting.push_back({"m/DATA.PKL", deep_pickle[0].bytes});
  CHECK_THAT(error(shouting), ContainsSubstring("DATA.PKL"));
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

TEST_CASE("a file without read permission is told, to a user who is not root") {
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
