# SPDX-License-Identifier: Apache-2.0
"""Files that PyTorch can load and run: quantized, saved on a GPU or by an older PyTorch, or with custom operators."""

import json
import shutil
import sys
import unittest
import zipfile

from support.program import TESTDATA, Test, run  # noqa: E402

import torch
from torch import nn

SOURCE = """
import torch
from torch import nn

class Fc(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(300, 300)

    def forward(self, x):
        return torch.relu(self.fc(x))

class OnDevice(Fc):
    def __init__(self):
        super().__init__()
        self.place = torch.device("cuda:0")

    def forward(self, x):
        return (self.fc(x) + torch.zeros(300, device=torch.device("cuda:0")) + torch.ones(300, device=self.place)).cuda()

class Convolves(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)

    def forward(self, x):
        return torch.relu(self.conv(x)) + torch.zeros([4, 1, 1], dtype=torch.float16)

class Divides(Fc):
    def forward(self, x):
        y = self.fc(x)
        return torch.div(torch.div(y, x.sum()), 2.0)

class DividesThroughView(Fc):
    def forward(self, x):
        y = self.fc(x)
        y.view(-1).div_(2.0)
        return y

class Raises(Fc):
    @torch.jit.export
    def __getstate__(self):
        return self.training

    @torch.jit.export
    def __setstate__(self, state: bool):
        self.training = state
        raise RuntimeError("the licence of this model has expired")

    def forward(self, x):
        return x

class WantsFile(Raises):
    @torch.jit.export
    def __setstate__(self, state: bool):
        self.training = state
        stolen = torch.from_file("/etc/passwd", size=10)
        print(stolen)

class Owner(Fc):
    act_of_all = nn.SiLU()

    def __init__(self):
        super().__init__()
        self.act = self.act_of_all

    def forward(self, x):
        return self.act(self.fc(x))

class SharedActivation(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = Owner(), Owner()

    def forward(self, x):
        return self.second(self.first(x))

class Branches(Fc):
    def forward(self, x):
        if x.size(0) > 1:
            return self.fc(x)
        return x

class HoldsScript(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner, self.relu = torch.jit.script(Branches()), nn.ReLU()

    def forward(self, x):
        return self.relu(self.inner(x))

class CustomOps(Fc):
    def forward(self, x):
        y = torch.ops.loadingtest.one(self.fc(x))
        a, b = torch.ops.loadingtest.two(y, 3, scale=2.0)
        c, d = torch.ops.loadingtest.many(b)
        return a + c + d
"""


def models(folder):
    (folder / "models.py").write_text(SOURCE)
    sys.path.insert(0, str(folder))
    sys.modules.pop("models", None)
    import models as made

    sys.path.remove(str(folder))
    return made


def edit(path, change):
    with zipfile.ZipFile(path) as old:
        records = [(info, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w") as new:
        for info, data in records:
            new.writestr(info.filename, change(info.filename, data))


class Loading(Test):
    def setUp(self):
        super().setUp()
        torch.manual_seed(0)
        self.models = models(self.folder)
        self.path = self.folder / "model.pt"

    def answer(self, *arguments):
        result = run(self.path, "--format", "json", "-q", "--no-config", *arguments)
        return json.loads(result.stdout)["models"][0]

    def save(self, model, traced_with=None):
        model = model.eval()
        made = torch.jit.script(model) if traced_with is None else torch.jit.trace(model, traced_with, check_trace=False)
        made.save(str(self.path))

    @staticmethod
    def findings(model, check):
        return [f for c in model["checks"] if c["id"] == check for f in c["findings"]]

    def test_quantized_models(self):
        q = torch.ao.quantization
        torch.backends.quantized.engine = "qnnpack"
        made = {}
        float_model = nn.Sequential(nn.Linear(300, 300), nn.ReLU())
        made["dynamic"] = (q.quantize_dynamic(float_model, {nn.Linear}), torch.rand(2, 300))
        for engine in ("fbgemm", "qnnpack"):  # per channel, per tensor
            layers = nn.Sequential(q.QuantStub(), nn.Conv2d(3, 8, 3), nn.ReLU(), q.DeQuantStub()).eval()
            layers.qconfig = q.get_default_qconfig(engine)
            prepared = q.prepare(layers)
            prepared(torch.rand(1, 3, 8, 8))
            made[engine] = (q.convert(prepared), torch.rand(1, 3, 8, 8))
        for name, (model, x) in made.items():
            for traced_with in (None, x):
                self.save(model, traced_with)
                shape = "--input-shape=" + ",".join(map(str, x.shape))
                for flags in ([shape], ["--static"]):
                    with self.subTest(name, traced=traced_with is not None, flags=flags):
                        answer = self.answer(*flags)
                        self.assertIsNone(answer["error"])
                        self.assertEqual(answer["mode"], "static" if flags == ["--static"] else "observed")
                        self.assertEqual(len(self.findings(answer, "quantized-model")), 1)
                        skipped = {c["id"] for c in answer["checks"] if c["status"] == "skipped"}
                        self.assertLessEqual({"missing-module", "reused-module", "onnx-unsupported"}, skipped)

    def test_a_model_of_a_gpu_runs_on_the_cpu(self):
        self.save(self.models.OnDevice())
        edit(self.path, lambda name, data: data.replace(b"X\x03\x00\x00\x00cpu", b"X\x06\x00\x00\x00cuda:0"))
        answer = self.answer("--input-shape", "2,300")
        self.assertEqual((answer["error"], answer["mode"]), (None, "observed"))

    def test_inputs_that_were_stored_on_a_gpu_are_fed_on_the_cpu(self):
        (kept,) = sorted(TESTDATA.glob("from/*/with_inputs.traced.pt"))[:1]
        shutil.copy(kept, self.path)
        of_gpu = []
        def move(name, data):
            moved = data.replace(b"X\x03\x00\x00\x00cpu", b"X\x06\x00\x00\x00cuda:0")
            of_gpu.extend([name] * (moved != data))
            return moved
        edit(self.path, move)
        self.assertTrue(any("traced_inputs" in name for name in of_gpu), of_gpu)
        answer = self.answer()
        self.assertEqual((answer["error"], answer["mode"]), (None, "observed"))

    def test_calls_of_pytorch_1_0_are_in_one_graph(self):
        model = self.models.HoldsScript().eval()
        model.inner = self.models.Fc()
        traced = torch.jit.trace(model, torch.rand(2, 300), check_trace=False)
        torch._C._jit_pass_inline(traced.graph)
        traced.save(str(self.path))
        for version, wanted in ((b"1\n", "PyTorch 1.0 or 1.1"), (b"3\n", None)):
            edit(self.path, lambda name, data: version if name.endswith("/version") else data)
            frozen = self.findings(self.answer("--static"), "frozen-model")
            with self.subTest(version):
                self.assertEqual(len(frozen), wanted is not None, frozen)
                if wanted: self.assertIn(wanted, frozen[0]["message"])

    def test_float16_that_the_cpu_cannot_compute_runs_in_float32(self):
        self.save(self.models.Convolves().half())
        answer = self.answer("--input-shape", "1,3,8,8:float16")
        self.assertIsNone(answer["error"])
        if torch.__version__.startswith("1."):
            self.assertEqual(answer["mode"], "observed")
            self.assertIn("it was run in float32", " ".join(answer["hints"]))

    def test_an_upgraded_operator_is_one_op(self):
        for traced_with in (None, torch.rand(2, 300)):
            self.save(self.models.Divides(), traced_with)
            edit(self.path, lambda name, data: b"3\n" if name.endswith("/version") else data)
            for flags in (["--input-shape", "2,300"], ["--static"]):
                answer = self.answer(*flags)
                ops = sorted(f["op"].rsplit("_", 1)[0] for f in self.findings(answer, "missing-module"))
                self.assertEqual(ops, ["Div", "Div", "sum"])
                self.assertEqual(self.findings(answer, "data-dependent-control-flow"), [])
                lines = [f["sources"][0]["text"] for f in self.findings(answer, "missing-module") if f["sources"]]
                if traced_with is None:
                    self.assertEqual(len(lines), 3)
                    self.assertTrue(all("torch.div(torch.div" in line for line in lines), lines)

    def test_an_upgraded_operator_writes_what_it_writes_today(self):
        self.save(self.models.DividesThroughView())
        edit(self.path, lambda name, data: b"3\n" if name.endswith("/version") else data)
        ops = [f["op"].rsplit("_", 1)[0] for f in self.findings(self.answer("--static"), "missing-module")]
        self.assertIn("Div", ops)

    def test_what_setstate_raises_is_told(self):
        self.save(self.models.Raises())
        error = self.answer("--static")["error"]
        self.assertEqual(error["kind"], "load-failed")
        self.assertTrue(error["message"].startswith("RuntimeError: the licence of this model has expired"), error)
        self.save(self.models.WantsFile())
        error = self.answer("--static")["error"]
        self.assertEqual(error["kind"], "load-failed")
        self.assertTrue(error["message"].startswith("unable to open file </etc/passwd>"), error)
        self.assertIn("opens another file", error["message"])

    def test_a_script_inside_of_a_trace_is_told_to_keep_aimet_from_its_graph(self):
        self.save(self.models.HoldsScript(), torch.rand(2, 300))
        [finding] = self.findings(self.answer("--static"), "connected-graph")
        self.assertEqual(finding["module"], "inner")
        self.assertIn("is a script (torch.jit.script) inside of a model that was traced", finding["message"])
        self.save(self.models.Fc(), torch.rand(2, 300))
        self.assertEqual(self.findings(self.answer("--static"), "connected-graph"), [])

    def test_an_activation_of_several_owners_needs_one_in_each(self):
        self.save(self.models.SharedActivation(), torch.rand(2, 300))
        [finding] = self.findings(self.answer("--static"), "reused-module")
        self.assertIn("2 modules share this one object", finding["message"])
        self.assertIn("in the __init__ of each of them: self.act = torch.nn.SiLU()", finding["help"])
        self.save(self.models.SharedActivation())
        self.assertIn("2 modules SiLU called act in Owner", " ".join(self.answer("--static")["hints"]))

    def test_a_model_for_parallel_runs_is_told_to_save_what_it_wraps(self):
        self.save(nn.DataParallel(self.models.Fc()), torch.rand(2, 300))
        self.assertIn("save model.module", " ".join(self.answer("--static")["hints"]))

    def test_operators_of_other_libraries(self):
        library = torch.library.Library("loadingtest", "DEF")
        for schema in ("one(Tensor x) -> Tensor", "two(Tensor x, int n, *, float scale=1.0) -> (Tensor, Tensor)",
                       "many(Tensor x) -> Tensor[]"):
            library.define(schema)
        self.save(self.models.CustomOps())
        for flags in (["--input-shape", "2,300"], ["--static"]):
            answer = self.answer(*flags)
            self.assertEqual((answer["error"], answer["mode"]), (None, "static"))
            ops = sorted(f["op"].rsplit("_", 1)[0] for f in self.findings(answer, "missing-module"))
            self.assertEqual(ops, ["Add", "Add", "many", "one", "two"])
            onnx = self.findings(answer, "onnx-unsupported")
            self.assertEqual({f["severity"] for f in onnx}, {"note"})
        self.assertIn("loadingtest::many, loadingtest::one, loadingtest::two",
                      self.answer("--input-shape", "2,300")["static_reason"])


if __name__ == "__main__":
    unittest.main()
