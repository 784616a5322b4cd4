# SPDX-License-Identifier: Apache-2.0
"""The coverage in reports, against models counted by hand: coverage_test.py PROGRAM."""

import json
import unittest

from support.program import TESTDATA, Test, run

AIMET = TESTDATA / "aimet"
KINDS = ("scripted", "traced")


def coverage(name, kind, *options, given=True):
    inputs = ["--input-spec", AIMET / f"{name}.inputs.json"] if given else ["--static"]
    result = run(AIMET / f"{name}.{kind}.pt", *inputs, "--no-config", "-q", "--format", "json", *options)
    assert result.stdout, result.stderr
    return json.loads(result.stdout)["models"][0]["coverage"]


def numbers(found):
    return found["ops"], found["quantized"], found["not_needed"], found["none"]


def by_encoding(found, encoding):
    return [f"{op['type']} in {op['module']}" for op in found["list"] if op["encoding"] == encoding]


class Coverage(Test):
    def test_a_model_counted_by_hand(self):
        # Conv2d with 4 x 4 x 4 outputs of 3 x 3 x 3 products each, Linear 64 x 10, F.linear 10 x 10.
        conv, linear, functional = 4 * 4 * 4 * 27, 64 * 10, 100
        for kind in KINDS:
            with self.subTest(kind=kind):
                found = coverage("counted", kind)
                self.assertEqual(numbers(found), (9, 4, 2, 3))
                self.assertEqual(found["multiply_accumulates"], conv + linear + functional)
                self.assertEqual(found["multiply_accumulates_quantized"], conv + linear)
                self.assertEqual(by_encoding(found, "quantized"), ["Conv2d in conv", "BatchNorm2d in norm", "Linear in fc", "ReLU in act"])
                self.assertEqual(by_encoding(found, "not-needed"), ["permute in ", "flatten in "])
                self.assertEqual(by_encoding(found, "none"), ["relu in ", "Add in add", "linear in "])
                add = found["list"][3]
                self.assertEqual(add["why"], "AIMET has no quantized definition for aimet_models.Add")
                self.assertEqual(add["source"]["file"], "testdata/aimet_models.py")
                self.assertGreater(add["source"]["line"], 0)

    def test_shapes_tell_how_much_each_product_computes(self):
        up = 4 * 5 * 5 * (6 // 2) * 2 * 2  # each input element goes to 3 channels of 2 x 2
        grouped = 6 * 6 * (4 // 2) * 3
        lstm = 2 * 7 * (4 * 5 * 3 + 4 * 5 * 5)
        product = 2 * 7 * 7 * 5
        for kind in KINDS:
            with self.subTest(kind=kind):
                found = coverage("products", kind)
                made = {op["op"]: op["multiply_accumulates"] for op in found["list"] if op["multiply_accumulates"]}
                self.assertEqual(sorted(made.values()), sorted([up, grouped, lstm, product, product]))
                self.assertEqual(found["multiply_accumulates"], up + grouped + lstm + 2 * product)
                self.assertEqual(found["multiply_accumulates_quantized"], up + grouped + lstm)

    def test_without_a_run_there_are_no_multiply_accumulates(self):
        found = coverage("counted", "traced", given=False)
        self.assertEqual(numbers(found), (9, 4, 2, 3))
        self.assertIsNone(found["multiply_accumulates"])

    def test_excluded_and_allowed_ops_carry_none_and_older_versions_take_any_module(self):
        found = coverage("counted", "traced", "--exclude-module", "conv")
        self.assertEqual(numbers(found), (9, 3, 2, 4))
        self.assertEqual(found["list"][0]["why"], "its module is excluded")
        found = coverage("counted", "traced", "--allow-op", "relu")
        self.assertEqual([op["why"] for op in found["list"] if op["type"] == "relu"], ["a function, allowed with --allow-op"])
        found = coverage("counted", "traced", "--aimet-version", "1.34")
        self.assertEqual((numbers(found), found["aimet_since"]), ((9, 5, 2, 2), "1.34"))

    def test_the_text_has_a_line_and_under_v_a_table(self):
        options = (AIMET / "counted.traced.pt", "--input-spec", AIMET / "counted.inputs.json", "--no-config")
        line = "Coverage: of 9 ops, 4 will be quantized, 2 need no encoding, 3 will carry none; 95 % of 2468 multiply-accumulates are quantized\n"
        short = run(*options).stdout
        self.assertIn(line, short)
        self.assertNotIn("conv      quantized", short)
        table = run(*options, "-v").stdout
        self.assertRegex(table, r"(?m)^  Conv2d_0 +conv +quantized +testdata/aimet_models.py:\d+$")
        self.assertRegex(table, r"(?m)^  relu_2 +\(the model\) +none +testdata/aimet_models.py:\d+ +a function, not a module$")

    def test_a_frozen_file_has_none(self):
        result = run(TESTDATA / "frozen.traced.pt", "--static", "-q", "--no-config", "--format", "json")
        self.assertIsNone(json.loads(result.stdout)["models"][0]["coverage"])


class AllowedOps(Test):
    def warnings(self, *types):
        options = [word for type in types for word in ("--allow-op", type)]
        files = [AIMET / "counted.traced.pt", AIMET / "registered.traced.pt"]
        result = run(*files, "--static", "--no-config", "-q", *options)
        return [line for line in result.stderr.splitlines() if "will not quantize" in line]

    def test_a_type_that_computes_is_warned_of_once(self):
        found = self.warnings("Add", "matmul", "aten::softmax")
        self.assertEqual(len(found), 3, found)
        for type, line in zip(("Add", "matmul", "aten::softmax"), found):
            self.assertIn(f"--allow-op {type}:", line)

    def test_a_type_that_moves_data_or_is_unknown_is_not(self):
        self.assertEqual(self.warnings("permute", "stack", "aten::roll", "view", "lt", "mean", "my_op"), [])


class NewestText(Test):
    def test_the_op_type_stands_beside_the_name_where_aimet_prints_it(self):
        options = (TESTDATA / "functional_linear.traced.pt", "--static", "--no-config", "--check", "missing-module")
        self.assertIn("    op: linear_8; op_type: linear (aten::linear)\n", run(*options).stdout)
        self.assertIn("    op: linear_8 (aten::linear)\n", run(*options, "--aimet-version", "1.34.0").stdout)


if __name__ == "__main__":
    unittest.main()
