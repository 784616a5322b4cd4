# SPDX-License-Identifier: Apache-2.0
"""The JUnit rendering, read by python3-junitparser."""

import pathlib
import sys
import unittest
import xml.etree.ElementTree

import junitparser

FILE = pathlib.Path(__file__).resolve().parent / "approved" / "report" / "report.junit.xml"


class JUnitReport(unittest.TestCase):
    def setUp(self):
        self.suites = list(junitparser.JUnitXml.fromfile(str(FILE)))

    def test_one_suite_a_file_and_one_case_a_check(self):
        self.assertEqual([len(list(suite)) for suite in self.suites], [5, 2, 2, 2, 1])
        self.assertEqual(self.suites[0].name, "models/net.pt")
        names = [case.name for case in self.suites[0]]
        self.assertEqual(names, ["missing-module", "onnx-unsupported", "reused-module", "unused-module", "unregistered-module"])

    def test_outcomes(self):
        kinds = [[[type(result).__name__ for result in case.result] for case in suite] for suite in self.suites]
        self.assertEqual(kinds[0], [["Failure"], ["Skipped"], ["Failure"], [], ["Failure"]])
        self.assertEqual(kinds[2], [[], []])
        self.assertEqual(kinds[3], [[], ["Error"]])
        self.assertEqual(kinds[4], [["Error"]])

    def test_the_counts_are_those_of_the_cases(self):
        for suite in self.suites:
            results = [type(result).__name__ for case in suite for result in case.result]
            self.assertEqual(suite.tests, len(list(suite)))
            self.assertEqual(suite.failures, results.count("Failure"))
            self.assertEqual(suite.errors, results.count("Error"))
            self.assertEqual(suite.skipped, results.count("Skipped"))
        total = xml.etree.ElementTree.parse(FILE).getroot().attrib
        self.assertEqual(int(total["tests"]), sum(suite.tests for suite in self.suites))
        self.assertEqual(int(total["failures"]), sum(suite.failures for suite in self.suites))

    def test_a_failure_holds_the_lines_and_the_remedy(self):
        failure = list(self.suites[0])[2].result[0]
        self.assertIn("relu1 is called 2 times", failure.message)
        self.assertIn("net.py:10: self.relu1(x)", failure.text)
        self.assertIn("self.relu1_2 = torch.nn.ReLU(inplace=True)", failure.text)

    def test_markup_of_a_model_is_text(self):
        name = self.suites[3].name
        self.assertIn("<b>&\"']]>", name)
        self.assertIn("\\x1b[2J", name)


if __name__ == "__main__":
    sys.exit(unittest.main())
