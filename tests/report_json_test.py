# SPDX-License-Identifier: Apache-2.0
"""The JSON renderings, checked with the JSON Schema that is installed with the program."""

import copy
import json
import pathlib
import re
import sys
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent
APPROVED = ROOT / "tests" / "approved" / "report"
SCHEMA = json.loads((ROOT / "lib" / "report" / "report.schema.json").read_text(encoding="utf-8"))
REPORT = json.loads((APPROVED / "report.json").read_text(encoding="utf-8"))


def problems(document, schema=SCHEMA):
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(document)]


class JsonReport(unittest.TestCase):
    def test_the_schema_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_the_report_fits_the_schema(self):
        self.assertEqual(problems(REPORT), [])

    def test_each_line_of_jsonl_fits_the_schema_of_a_model(self):
        line_schema = {**SCHEMA["$defs"]["model"], "$defs": SCHEMA["$defs"]}
        lines = (APPROVED / "report.jsonl").read_text(encoding="utf-8").splitlines()
        self.assertEqual([json.loads(line) for line in lines], REPORT["models"])
        for line in lines:
            self.assertEqual(problems(json.loads(line), line_schema), [])

    def test_every_member_is_required_and_no_other_is_allowed(self):
        def objects(node, path=()):
            if isinstance(node, dict):
                yield path
            for key, child in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
                yield from objects(child, (*path, key))

        def at(document, path):
            for key in path:
                document = document[key]
            return document

        seen = set()
        for path in objects(REPORT):
            shape = tuple(key for key in path if isinstance(key, str))
            if shape in seen:
                continue
            seen.add(shape)
            for key in at(REPORT, path):
                broken = copy.deepcopy(REPORT)
                del at(broken, path)[key]
                self.assertTrue(problems(broken), f"{path} without {key}")
            broken = copy.deepcopy(REPORT)
            at(broken, path)["surprise"] = 1
            self.assertTrue(problems(broken), f"{path} with a surprise")
        self.assertGreaterEqual(len(seen), 9)

    def test_the_error_kinds_are_those_of_the_program(self):
        header = (ROOT / "lib" / "report" / "names.hpp").read_text(encoding="utf-8")
        kinds = re.findall(r'ErrorKind::\w+, "([a-z-]+)"', header)
        variants = SCHEMA["$defs"]["model"]["properties"]["error"]["oneOf"]
        self.assertEqual(variants[1]["properties"]["kind"]["enum"], kinds)

    def test_a_summary_adds_up(self):
        summary = REPORT["summary"]
        self.assertEqual(summary["models"], len(REPORT["models"]))
        self.assertEqual(summary["models"], summary["passed"] + summary["failed"] + summary["errors"])


if __name__ == "__main__":
    sys.exit(unittest.main())
