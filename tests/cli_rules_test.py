# SPDX-License-Identifier: Apache-2.0
"""The user's own checks: "rules" and "allow" of the config."""

import json
import re
import shutil
import unittest

import jsonschema

from support.program import BAD, GOOD, SOURCE, TESTDATA, Test, run

NAME = ".aimet-validate.json"
SCHEMA = jsonschema.Draft202012Validator(json.loads((SOURCE / "tools" / "config.schema.json").read_text()))
SOFTMAX = "free_functions.scripted.pt"
RULE = {"id": "no-softmax", "severity": "warning", "message": "no softmax on this target", "help": "use ReLU",
        "op": "softmax"}


class Rules(Test):
    def setUp(self):
        super().setUp()
        for model in (GOOD, BAD, SOFTMAX, "free_functions.inputs.json", "attention.scripted.pt", "attention.inputs.json",
                      "small_resnet.traced.pt", "small_resnet.inputs.json"):
            shutil.copyfile(TESTDATA / model, self.folder / model)

    def write(self, config):
        (self.folder / NAME).write_text(json.dumps(config))
        return config

    def run_here(self, *arguments):
        return run(*arguments, folder=self.folder)

    def findings(self, model, check, *arguments, inputs=True):
        inputs = ["--input-spec", model.split(".")[0] + ".inputs.json"] if inputs else ["--static"]
        result = self.run_here(model, *inputs, "--check", check, "--format", "json", *arguments)
        self.assertIn(result.returncode, (0, 1), result.stderr)
        [report] = json.loads(result.stdout)["models"]
        [found] = report["checks"]
        self.assertEqual(found["id"], check)
        return found

    def test_a_rule_is_a_check_like_any_other(self):
        SCHEMA.validate(self.write({"rules": [RULE], "checks": {"no-softmax": "error"}}))
        found = self.findings(SOFTMAX, "no-softmax")
        self.assertEqual((found["status"], found["severity"]), ("failed", "error"))
        finding = found["findings"][0]
        self.assertTrue(finding["message"].startswith("no softmax on this target: "), finding)
        self.assertEqual(finding["help"], "use ReLU")
        self.assertTrue(finding["sources"][0]["file"].endswith("models.py"), finding)
        self.assertEqual(len({f["fingerprint"] for f in found["findings"]}), len(found["findings"]))

        listed = self.run_here("--list-checks").stdout
        self.assertRegex(listed, r"no-softmax +warning +no softmax on this target\n")
        explained = self.run_here("--explain", "no-softmax").stdout
        self.assertIn("- ops `softmax`", explained)
        self.assertIn("use ReLU", explained)
        for form in ("text", "jsonl", "sarif", "junit", "github"):
            result = self.run_here(SOFTMAX, "--static", "--check", "no-*", "--format", form)
            self.assertIn("no softmax on this target", result.stdout, form)

    def test_baseline_excludes_and_selection_hold_for_rules(self):
        self.write({"rules": [RULE]})
        self.findings(SOFTMAX, "no-softmax", "--write-baseline", "known.json")
        self.assertEqual(self.findings(SOFTMAX, "no-softmax", "--baseline", "known.json")["findings"], [])
        self.assertEqual(self.findings(SOFTMAX, "no-softmax", "--exclude-module", "*", "--exclude-module", "")["findings"], [])
        result = self.run_here(SOFTMAX, "--static", "--ignore", "no-softmax", "--format", "json")
        self.assertNotIn("no-softmax", result.stdout)
        self.assertIn("no softmax on this target", self.run_here(SOFTMAX, "--static").stdout)

    def test_a_kind_is_found_inside_of_modules_of_torch_nn(self):
        self.write({"rules": [{**RULE, "op": "aten::*multi_head_attention"}]})
        [finding] = self.findings("attention.scripted.pt", "no-softmax")["findings"]
        self.assertEqual((finding["module"], finding["op_kind"]), ("attention", "aten::_native_multi_head_attention"))

    def test_arguments_are_asked_of_scripted_and_traced_files(self):
        rule = {"id": "no-stride", "message": "no strides", "op": ["aten::conv2d", "aten::_convolution"],
                "where": {"stride": {"min": 2}}}
        SCHEMA.validate(self.write({"rules": [rule]}))
        found = self.findings("small_resnet.traced.pt", "no-stride", inputs=False)
        self.assertTrue(found["findings"])
        for finding in found["findings"]:
            self.assertIn("stride is [2, 2]", finding["message"])
        rule["where"] = {"stride": {"not": {"max": 5}}}
        SCHEMA.validate(self.write({"rules": [rule]}))
        self.assertEqual(self.findings("small_resnet.traced.pt", "no-stride", inputs=False)["findings"], [])

    def test_dtypes_need_a_run(self):
        self.write({"rules": [{"id": "no-4-d", "message": "no 4-D tensors", "rank": 4}]})
        found = self.findings("small_resnet.traced.pt", "no-4-d")
        self.assertIn("the model's input", found["findings"][0]["message"])
        self.write({"rules": [{"id": "no-7-d", "message": "no 7-D tensors", "rank": {"min": 7}}]})
        found = self.findings("small_resnet.traced.pt", "no-7-d", inputs=False)
        self.assertEqual(found["status"], "skipped")
        self.assertIn("--input-shape", found["reason"])

    def test_what_is_not_allowed_is_found(self):
        allowed = ["Conv2d", "BatchNorm2d", "relu", "MaxPool2d", "aten::adaptive_avg_pool2d", "aten::flatten", "Linear"]
        SCHEMA.validate(self.write({"allow": allowed}))
        found = self.findings("small_resnet.traced.pt", "not-allowed", inputs=False)
        self.assertEqual({finding["op_kind"] for finding in found["findings"]}, {"aten::add_"})
        self.write({"allow": [*allowed, {"op": "aten::add", "modules": "layer1"}]})
        modules = {f["module"] for f in self.findings("small_resnet.traced.pt", "not-allowed", inputs=False)["findings"]}
        self.assertTrue(modules and all(module.startswith("layer2") for module in modules), modules)

    def test_programs_of_torch_export_are_judged_without_a_run(self):
        for model in ("reused_relu.strict.2.6.pt2", "bf16.nonstrict.2.6.pt2", "cond.nonstrict.2.14.pt2"):
            shutil.copyfile(TESTDATA / "exported" / model, self.folder / model)
        self.write({"rules": [{"id": "no-relu", "message": "no ReLU", "op": "aten::relu"}],
                    "allow": ["Linear", "relu", {"op": "aten::add", "where": {"alpha": 1}}]})
        found = self.findings("reused_relu.strict.2.6.pt2", "no-relu", inputs=False)["findings"]
        self.assertEqual([finding["op_kind"] for finding in found], ["aten::relu_", "aten::relu_"])
        self.assertTrue(all(finding["sources"] for finding in found), found)
        [unknown] = self.findings("reused_relu.strict.2.6.pt2", "not-allowed", inputs=False)["findings"]
        self.assertEqual(unknown["severity"], "note")  # the default of alpha is not in the file
        self.assertIn("alpha is not known", unknown["message"])
        self.write({"rules": [{"id": "no-bfloat16", "message": "no bfloat16", "dtype": "bfloat16"},
                              {"id": "no-zero", "message": "no zeros", "op": "aten::gt", "where": {"other": 0}},
                              {"id": "no-one", "message": "no ones", "op": "aten::gt", "where": {"other": 1}}]})
        self.assertTrue(self.findings("bf16.nonstrict.2.6.pt2", "no-bfloat16", inputs=False)["findings"])
        self.assertEqual(self.findings("reused_relu.strict.2.6.pt2", "no-bfloat16", inputs=False)["status"], "passed")
        [zero] = self.findings("cond.nonstrict.2.14.pt2", "no-zero", inputs=False)["findings"]
        self.assertIn("other is 0", zero["message"])
        self.assertEqual(self.findings("cond.nonstrict.2.14.pt2", "no-one", inputs=False)["findings"], [])

    def test_each_rule_of_the_readme_finds_what_it_names_and_is_silent_elsewhere(self):
        try:
            import torch
        except ImportError:
            self.skipTest("python3-torch is not installed")

        class Video(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.stem = torch.nn.Conv3d(1, 2, 3)
                self.act = torch.nn.GELU()
                self.wide = torch.nn.Conv2d(2, 2, 3, dilation=2)

            def forward(self, x):
                return self.wide(self.act(self.stem(x)).select(2, 0)).double()

        model = torch.nn.Sequential()
        model.add_module("backbone", Video())
        torch.jit.trace(model.eval(), torch.rand(1, 1, 4, 9, 9)).save(str(self.folder / "video.pt"))
        [text] = re.findall(r"```json\n(\{\n  \"rules\".*?)```", (SOURCE / "README.md").read_text(), re.S)
        SCHEMA.validate(self.write(json.loads(text)))

        def found(path, *shape):
            result = self.run_here(path, *shape, "--format", "json")
            self.assertNotIn("never match", result.stderr)
            [report] = json.loads(result.stdout)["models"]
            return {check["id"]: check["findings"] for check in report["checks"]}

        video = found("video.pt", "--input-shape", "1,1,4,9,9")
        for rule, part in [("no-gelu", "backbone.act is a torch.nn.modules.activation.GELU"),
                           ("no-conv3d", "backbone.stem is a torch.nn.modules.conv.Conv3d"),
                           ("no-5d", "the model's input"), ("no-float64", "aten::to in the forward of backbone"),
                           ("no-dilation", "dilation is [2, 2]"), ("not-allowed", "aten::gelu")]:
            self.assertTrue(any(part in finding["message"] for finding in video[rule]), (rule, video[rule]))
        plain = found("small_resnet.traced.pt", "--input-spec", "small_resnet.inputs.json")
        for rule in json.loads(text)["rules"]:
            self.assertEqual(plain[rule["id"]], [])

    def test_a_rule_that_can_never_match_is_told_with_what_may_have_been_meant(self):
        rules = [{"id": "a", "message": "m", "op": "aten::softmaxx"}, {"id": "b", "message": "m", "dtype": "flaot64"},
                 {"id": "c", "message": "m", "op": "aten::conv2d", "where": {"strid": 1}},
                 {"id": "d", "message": "m", "class": "torch.nn.modules.conv.Conv5d"},
                 {"id": "e", "message": "m", "op": "gleu"}, {"id": "fine", "message": "m", "op": "Conv?d"}]
        self.write({"rules": rules})
        # The list of operators comes from LibTorch or, if it is not loaded, from the program.
        for model in GOOD, str(TESTDATA / "exported" / "reused_relu.nonstrict.2.6.pt2"):
            with self.subTest(model):
                warned = self.run_here(model, "--static").stderr
                for part in ["rule a can never match", "did you mean aten::softmax?", "did you mean float64?",
                             "did you mean stride?", "rule d can never match", "rule e matches only if"]:
                    self.assertEqual(warned.count(part), 1, warned)
                self.assertNotIn("rule fine", warned)

    MISTAKES = [
        ({"rules": {}}, ["/rules", "expected an array"]),
        ({"rules": [{"message": "m", "op": "relu"}]}, ["/rules/0", '"id" is missing']),
        ({"rules": [{"id": "No", "message": "m", "op": "relu"}]}, ["/rules/0/id", "words such as no-gelu"]),
        ({"rules": [{"id": "no-x", "op": "relu"}]}, ["/rules/0", '"message" is missing']),
        ({"rules": [{"id": "no-x", "message": "m"}]}, ["/rules/0", "nothing in particular"]),
        ({"rules": [{"id": "no-x", "message": "m", "opp": "relu"}]}, ["/rules/0", "did you mean op?"]),
        ({"rules": [{"id": "no-x", "message": "m", "op": []}]}, ["/rules/0/op", "an empty array"]),
        ({"rules": [{"id": "no-x", "message": "m", "op": "relu", "severity": "fatal"}]}, ["/severity", "note, warning or error"]),
        ({"rules": [{"id": "no-x", "message": "m", "rank": "five"}]}, ["/rules/0/rank", "expected a number"]),
        ({"rules": [{"id": "no-x", "message": "m", "dtype": "float64", "where": {"a": 1}}]}, ["/rules/0/where", "of which op"]),
        ({"rules": [{"id": "no-x", "message": "m", "op": "relu", "where": {"a": {"mni": 1}}}]}, ["/where/a", '"mni"']),
        ({"allow": "relu"}, ["/allow", "expected an array"]),
        ({"allow": [{"dtype": "float32"}]}, ["/allow/0", "name an op or a class"]),
        ({"overrides": [{"files": "*", "rules": []}]}, ["/overrides/0", 'no key "rules"']),
    ]

    def test_mistakes_are_refused_with_their_place_and_by_the_schema(self):
        for config, says in self.MISTAKES:
            with self.subTest(config=config):
                self.write(config)
                self.refuses(GOOD, "--static", says=[NAME, *says], folder=self.folder)
                self.assertFalse(SCHEMA.is_valid(config))
        for rules, says in [([RULE, RULE], "/rules/1/id"), ([{**RULE, "id": "missing-module"}], "already"),
                            ([{**RULE, "rank": {"min": 5, "max": 4}}], "/rank")]:
            self.write({"rules": rules})
            self.refuses(GOOD, "--static", says=[NAME, says], folder=self.folder)

    def test_a_check_that_nobody_knows_is_told_with_rules_among_those_meant(self):
        self.write({"rules": [RULE]})
        self.refuses(GOOD, "--check", "no-sofmax", says="did you mean no-softmax?", folder=self.folder)
        self.refuses("--explain", "no-sofmax", says="did you mean no-softmax?", folder=self.folder)


if __name__ == "__main__":
    unittest.main()
