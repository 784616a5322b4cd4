# SPDX-License-Identifier: Apache-2.0
"""torch.export files that are too large, too new or damaged: cli_exported_refused_test.py PROGRAM."""

import json
import unittest
import zipfile

from support.exported import FILES, ExportedFiles, findings, models_of

class Refused(ExportedFiles):
    def package(self, programs):
        """Makes a .pt2 file of the programs, {name: text}. Returns its path."""
        def change(records):
            root = next(n for n in records if n.endswith("models/dec.json")).removesuffix("models/dec.json")
            for name in [n for n in records if n.startswith(f"{root}models/")]:
                del records[name]
            records.update({f"{root}models/{name}.json": text.encode() for name, text in programs.items()})
        return self.repacked("two_models.2.14", change)

    def test_the_programs_of_a_file_are_bounded(self):
        path = self.package({f"p{i}": "{}" for i in range(100)})
        self.assertEqual(len(models_of(path)), 100)
        path = self.package({f"p{i}": "{}" for i in range(101)})
        self.assertIn("the file contains 101 programs, more than 100", self.error_of(path)["message"])
        (one,) = models_of(f"{path}:p100")
        self.assertIn("no graph_module", one["error"]["message"])

    def test_the_programs_of_a_file_share_the_findings_of_one_report(self):
        with zipfile.ZipFile(FILES / "reused_relu.nonstrict.2.6.pt2") as archive:
            program = json.loads(archive.read("serialized_exported_program.json"))
        graph = program["graph_module"]["graph"]
        add = next(n for n in graph["nodes"] if n["target"] == "torch.ops.aten.add.Tensor")
        del add["metadata"]["stack_trace"]
        last = graph["outputs"][0]
        for i in range(10_001):
            added = {"as_tensor": {"name": f"more_{i}"}}
            graph["nodes"].append({**add, "inputs": [{"name": "self", "arg": last}, add["inputs"][1]], "outputs": [added]})
            last = added
        graph["outputs"] = [last]
        program["graph_module"]["signature"]["output_specs"] = [{"user_output": {"arg": last}}]
        text = json.dumps(program)
        path = self.package({f"p{i}": text for i in range(5)})
        *before, last = models_of(path)
        for model in before:
            self.assertEqual(len(findings(model, "missing-module")), 10_001)
        self.assertEqual(last["error"]["kind"], "limit")
        self.assertIn("Validate only this one", last["error"]["message"])
        (alone,) = models_of(f"{path}:p4")
        self.assertEqual(len(findings(alone, "missing-module")), 10_001)

    def test_older_and_newer_schemas_are_refused(self):
        def schema(major, version):
            def edit(program):
                program["schema_version"] = {"major": major, "minor": 1}
                program["torch_version"] = version
            return edit
        old = self.error_of(self.edited_program("reused_relu.strict.2.6", schema(7, "2.5.1")))
        self.assertEqual(old["kind"], "not-torchscript")
        self.assertIn("Export it with PyTorch 2.6 or newer", old["message"])
        new = self.error_of(self.edited_program("reused_relu.strict.2.6", schema(9, "3.0")))
        self.assertEqual(new["kind"], "newer-pytorch")

    def test_a_compiled_package_is_refused(self):
        def compile_it(records):
            for name in list(records):
                if "/models/" in name:
                    records[name.replace("models/", "data/aotinductor/")] = records.pop(name)
        self.assertIn("AOTInductor", self.error_of(self.repacked("tied.strict.2.14", compile_it))["message"])

    def test_damage_is_told_and_nothing_worse(self):
        def rename(program):
            program["graph_module"]["graph"]["nodes"][1]["inputs"][0]["arg"]["as_tensor"]["name"] = "nobody"
        def twice(program):
            program["graph_module"]["graph"]["nodes"].append(program["graph_module"]["graph"]["nodes"][0])
        def empty(program):
            program.clear()
        def nest(program):
            graph = program["graph_module"]["graph"]
            for _ in range(100):
                node = {"target": "torch.ops.higher_order.wrap_with_autocast", "outputs": [], "metadata": {"nn_module_stack": "L__self__,,m.Net"},
                        "inputs": [{"name": "", "arg": {"as_graph": {"name": "g", "graph": graph}}}]}
                graph = {"nodes": [node], "inputs": [], "outputs": [], "tensor_values": {}}
            program["graph_module"]["graph"] = graph
        for edit, kind, words in ((rename, "corrupt", "'nobody' is used before"), (twice, "corrupt", "is defined twice"),
                                  (empty, "corrupt", "graph_module"), (nest, "limit", "nested deeper")):
            with self.subTest(edit.__name__):
                error = self.error_of(self.edited_program("reused_relu.strict.2.6", edit))
                self.assertEqual(error["kind"], kind, error)
                self.assertIn(words, error["message"])


if __name__ == "__main__":
    unittest.main()
