# SPDX-License-Identifier: Apache-2.0
"""torch.export files: cli_exported_test.py PROGRAM. testdata/make_exported.py documents how they were made."""

import json
import shutil
import subprocess
import unittest
import zipfile

from support.exported import FILES, ExportedFiles, check, findings, models_of
from support.program import PROGRAM, TESTDATA, run

QUOTED = (["norm", "drop"], ["add in ", "add in ", "div in ", "floor_divide in ", "mul in ", "mul in ", "sub in ", "sum in "])
# file: reused modules, ops with missing modules as `type in module`
EXPECTED = {
    "autocast_nograd.nonstrict.2.14": ([], ["add in "]),
    "bf16.nonstrict.2.14": ([], ["div in "]),
    "bf16.nonstrict.2.6": ([], ["div in "]),
    "cond.nonstrict.2.14": ([], ["gt in ", "sum in "]),
    "decomp_small.nonstrict.decomp.2.6": ([], ["gelu in "]),
    "dict_in_out.nonstrict.2.14": ([], ["getitem in ", "getitem in "]),
    "dyn_arith.nonstrict.2.6": ([], ["add in ", "ones in ", "sum in ", "upsample_nearest1d in "]),
    "odd_names.nonstrict.2.14": ([], []),
    # The same as for the model's trace by torch.jit.trace.
    "quoted_lines.nonstrict.2.14": QUOTED,
    "quoted_lines.strict.2.6": QUOTED,
    "reused_relu.nonstrict.2.14": (["r"], ["add in "]),
    "reused_relu.nonstrict.2.6": (["r"], ["add in "]),
    "reused_relu.strict.2.14": (["r"], ["add in "]),
    "reused_relu.strict.2.6": (["r"], ["add in "]),
    "slice.strict.2.6": (["r"], ["add in "]),
    "tied.strict.2.14": ([], []),
    "train_bn_dropout.nonstrict.2.14": ([], []),
    "two_names.nonstrict.2.14": ([], []),
    "two_names.strict.2.6": (["first"], []),
}


class Exported(ExportedFiles):
    def test_each_file_gives_the_verdict_that_aimets_rules_give(self):
        for name, (reused, missing) in EXPECTED.items():
            with self.subTest(name):
                model = self.one(name)
                self.assertEqual((model["source"], model["mode"]), ("exported", "static"))
                self.assertEqual([f["module"] for f in findings(model, "reused-module")], reused)
                ops = [f"{f['op'].rpartition('_')[0] or f['op']} in {f['module']}" for f in findings(model, "missing-module")]
                self.assertEqual(sorted(ops), missing)

    def test_every_file_of_the_folder_is_expected(self):
        names = {p.name.removesuffix(".pt2") for p in FILES.glob("*.pt2")} - {"two_models.2.14"}
        self.assertEqual(names, set(EXPECTED))

    def test_ops_have_the_exports_own_names(self):
        (finding,) = findings(self.one("reused_relu.nonstrict.2.14"), "missing-module")
        self.assertEqual((finding["op"], finding["op_kind"]), ("add", "aten::add"))

    def test_lines_are_the_users(self):
        model = self.one("reused_relu.nonstrict.2.14")
        (reused,) = findings(model, "reused-module")
        self.assertEqual([(s["file"], s["line"], s["function"]) for s in reused["sources"]], [("/root/pt2/extra.py", 145, "forward")])
        self.assertEqual(reused["calls"], 2)
        self.assertEqual(reused["suggestion"]["define"], "self.r_2 = torch.nn.ReLU(inplace=True)")

    def test_what_only_the_quoted_lines_show_is_told_apart_by_them(self):
        for name in ("quoted_lines.nonstrict.2.14", "quoted_lines.strict.2.6"):
            with self.subTest(name):
                model = self.one(name)
                calls = {f["module"]: (f["calls"], len(f["sources"])) for f in findings(model, "reused-module")}
                self.assertEqual(calls, {"norm": (2, 2), "drop": (2, 1)})
                self.assertEqual(findings(model, "connected-graph"), [])
                sizes = [f for f in findings(model, "missing-module") if "computes with the size" in f["message"]]
                self.assertEqual([f["op"].rpartition("_")[0] for f in sizes], ["floor_divide", "mul", "mul", "sub"])
                self.assertEqual(len({f["op"] for f in findings(model, "missing-module")}), 8)  # no name occurs twice
                self.assertIn("once, other", " ".join(model["hints"]))

    def test_a_package_is_several_models(self):
        path = FILES / "two_models.2.14.pt2"
        dec, enc = models_of(path)
        self.assertEqual([dec["path"], enc["path"]], [f"{path}:dec", f"{path}:enc"])
        self.assertEqual([f["module"] for f in findings(enc, "reused-module")], ["r"])
        self.assertEqual(findings(dec, "reused-module"), [])
        (one,) = models_of(f"{path}:enc")
        self.assertEqual((one["path"], one["status"]), (enc["path"], enc["status"]))
        self.assertIn("'dec', 'enc'", self.error_of(f"{path}:other")["message"])

    def test_a_null_in_what_is_left_out_is_no_damage(self):
        def edit(program):
            for node in program["graph_module"]["graph"]["nodes"]:
                node["metadata"]["from_node"] = [None, {"name": None}]
                node["strides"] = None
        (model,) = models_of(self.edited_program("reused_relu.strict.2.14", edit))
        self.assertIsNone(model["error"])

    def test_libtorch_is_not_started_for_a_folder_of_exported_programs(self):
        lonely = self.folder / "bin" / "aimet-validate"  # its folder has no library to open
        lonely.parent.mkdir()
        shutil.copy(PROGRAM, lonely)
        command = [lonely, FILES, "--no-config", "-q", "--format", "jsonl", "--fail-on", "never"]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(len(result.stdout.splitlines()), len(EXPECTED) + 2)
        torchscript = subprocess.run([*command, TESTDATA / "alias.traced.pt"], capture_output=True, text=True, check=False)
        self.assertEqual(torchscript.returncode, 2)

    def test_torchscript_by_the_name_of_an_exported_program_is_told(self):
        path = self.folder / "named.pt2"
        shutil.copy(TESTDATA / "alias.traced.pt", path)
        self.assertIn("Rename it to end in .pt.", self.error_of(path)["message"])

    def test_an_exported_program_by_any_other_name_is_validated_as_what_it_is(self):
        path = self.folder / "named.pt"
        shutil.copy(FILES / "reused_relu.strict.2.6.pt2", path)
        (model,) = models_of(path)
        self.assertEqual((model["error"], model["source"]), (None, "exported"))

    def test_stored_and_deflated_with_and_without_a_folder(self):
        def without_folder(records):
            for name in list(records):
                records[name.partition("/")[2]] = records.pop(name)
        for edit in (lambda records: None, without_folder):
            for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                (model,) = models_of(self.repacked("reused_relu.strict.2.14", edit, method))
                self.assertEqual([f["module"] for f in findings(model, "reused-module")], ["r"])

    def test_tensors_with_two_names_are_told(self):
        (finding,) = findings(self.one("tied.strict.2.14"), "shared-parameter")
        self.assertIn("e.weight and d.weight", finding["message"])

    def test_training_is_told_by_the_ops(self):
        (finding,) = findings(self.one("train_bn_dropout.nonstrict.2.14"), "training-mode")
        self.assertIn("2 modules behave differently: bn and d", finding["message"])
        self.assertIn("torch.export.export", finding["help"])
        self.assertEqual(findings(self.one("reused_relu.nonstrict.2.14"), "training-mode"), [])

    def test_dicts_are_told(self):
        model = self.one("dict_in_out.nonstrict.2.14")
        takes, returns = findings(model, "non-tensor-io")
        self.assertEqual(takes["suggestion"]["use"], "def forward(self, rgb, bw):")
        self.assertIn("returns Dict", returns["message"])
        (finding,) = findings(model, "connected-graph")
        self.assertIn("refuses a dict among the outputs", finding["message"])

    def test_a_model_output_and_a_cache_are_wrapped(self):
        def of_transformers(program):
            (root,) = [entry for entry in program["graph_module"]["module_call_graph"] if entry["fqn"] == ""]
            signature = root["signature"]
            signature["in_spec"] = signature["in_spec"].replace("builtins.dict", "transformers.cache_utils.DynamicCache", 1)
            signature["out_spec"] = signature["out_spec"].replace("builtins.dict", "transformers.modeling_outputs.BaseModelOutput", 1)
        (model,) = models_of(self.edited_program("dict_in_out.nonstrict.2.14", of_transformers))
        takes, returns = findings(model, "non-tensor-io")
        self.assertIn("transformers.cache_utils.DynamicCache", takes["message"])
        self.assertIn("returns transformers.modeling_outputs.BaseModelOutput", returns["message"])
        self.assertIn("def __init__(self, model, make_dynamic_cache):", takes["snippet"])
        self.assertIn("out = self.model(d=self.make_dynamic_cache(d_1, d_2))", takes["snippet"])
        self.assertIn("return (out[0], out[1][0])", takes["snippet"])

    def test_classes_are_looked_up_and_ops_counted(self):
        def own_class(program):
            edited = json.dumps(program).replace("torch.nn.modules.activation.ReLU", "models.Act")
            program.update(json.loads(edited))
        (model,) = models_of(self.edited_program("reused_relu.nonstrict.2.6", own_class))
        (finding,) = findings(model, "unregistered-module")
        self.assertEqual((finding["module_type"], finding["modules"]), ("models.Act", ["r"]))
        self.assertIn("@QuantizationMixin.implements(Act)", finding["snippet"])
        counted = [model["coverage"][key] for key in ("ops", "quantized", "not_needed", "none")]
        self.assertEqual(counted, [5, 2, 0, 3])
        self.assertEqual(findings(self.one("reused_relu.nonstrict.2.6"), "unregistered-module"), [])
        self.assertEqual(self.one("reused_relu.nonstrict.2.6")["coverage"]["quantized"], 4)

    def test_the_projection_inside_of_attention_raises_before_2_29(self):
        def attention(program):
            edited = json.dumps(program).replace(",a,torch.nn.modules.linear.Linear", ",a,torch.nn.modules.activation.MultiheadAttention")
            program.update(json.loads(edited.replace('"a.weight"', '"a.out_proj.weight"').replace('"a.bias"', '"a.out_proj.bias"')))
        path = self.edited_program("reused_relu.nonstrict.2.6", attention)
        for version, wanted in (("2.28.0", ["a.out_proj"]), ("2.32.1", [])):
            result = run(path, "--no-config", "-q", "--format", "json", "--aimet-version", version)
            (model,) = json.loads(result.stdout)["models"]
            self.assertEqual([f["module"] for f in findings(model, "unregistered-module")], wanted)

    def test_a_branch_is_told_and_that_its_arms_hold_no_names(self):
        model = self.one("cond.nonstrict.2.14")
        (finding,) = findings(model, "data-dependent-control-flow")
        self.assertEqual((finding["op_kind"], finding["sources"][0]["line"]), ("torch.cond", 39))
        self.assertTrue(any("torch.cond" in hint and "strict=True" in hint for hint in model["hints"]))

    def test_export_to_onnx_is_not_judged(self):
        onnx = check(self.one("reused_relu.nonstrict.2.6"), "onnx-unsupported")
        self.assertEqual(onnx["status"], "skipped")
        self.assertIn("onnxscript", onnx["reason"])

    def test_given_inputs_are_told_to_be_unneeded_once(self):
        result = run(FILES / "bf16.nonstrict.2.6.pt2", FILES / "tied.strict.2.14.pt2", "--input-shape", "2,8", "--no-config")
        self.assertEqual(result.stderr.count("are not needed for .pt2 files"), 1)

    def test_without_names_of_modules_there_is_no_verdict(self):
        def strip(program):
            for node in program["graph_module"]["graph"]["nodes"]:
                node["metadata"] = {}
        (model,) = models_of(self.edited_program("reused_relu.strict.2.6", strip))
        self.assertEqual(model["status"], "passed")  # --fail-on never
        (finding,) = findings(model, "frozen-model")
        self.assertIn("nn_module_stack", finding["message"])
        self.assertEqual(check(model, "reused-module")["status"], "skipped")

    def test_what_the_file_cannot_show_is_a_hint(self):
        def list_another(program):
            program["graph_module"]["module_call_graph"].append({"fqn": "drop"})
        (model,) = models_of(self.edited_program("reused_relu.strict.2.6", list_another))
        self.assertTrue(any(hint.startswith("no op of drop is in the file") for hint in model["hints"]), model["hints"])
        self.assertEqual(self.one("reused_relu.strict.2.6")["hints"], [])


if __name__ == "__main__":
    unittest.main()
