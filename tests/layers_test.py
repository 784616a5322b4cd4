# SPDX-License-Identifier: Apache-2.0
"""scripts/check_layers.py reports each include that its rules forbid, and no other."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parent.parent / "scripts" / "check_layers.py"
LIST = {"checks/list.cpp": '#include "checks/list.hpp"\n#include "checks/one.hpp"\n#include "checks/two.hpp"\n'}


def run_on(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**LIST, **files}.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True)


class Layers(unittest.TestCase):
    def test_each_crossing_is_named_with_its_line(self):
        for file, line in [
            ("checks/one.cpp", "#include <torch/script.h>"),
            ("checks/one.cpp", "#  include <ATen/ATen.h>"),
            ("checks/one.cpp", "#include <nlohmann/json.hpp>"),
            ("checks/one.cpp", "#include <spdlog/spdlog.h>"),
            ("checks/one.cpp", "#include <CLI/CLI.hpp>"),
            ("checks/one.cpp", '#include "checks/two.hpp"'),
            ("checks/one.cpp", '#include "lib/report/report.hpp"'),
            ("checks/shared.cpp", '#include "checks/two.hpp"'),
            ("tools/main.cpp", "#include <torch/script.h>"),
            ("lib/file/open.cpp", "#include <nlohmann/json.hpp>"),
            ("lib/report/text.cpp", "#include <spdlog/spdlog.h>"),
            ("lib/model/flow.cpp", '#include "tools/options.hpp"'),
            ("lib/worker/worker.cpp", '#include "checks/list.hpp"'),
            ("lib/model/flow.hpp", '#include "lib/check/check.hpp"'),
            ("lib/torch/load.cpp", '#include "lib/report/report.hpp"'),
            ("lib/torch/load.cpp", '#include "tests/support/catch.hpp"'),
            ("lib/model/flow.cpp", 'std::cout << "hello";'),
            ("lib/model/flow.cpp", 'std::fprintf(stderr, "hello");'),
        ]:
            with self.subTest(file=file, line=line):
                run = run_on({file: "\n" + line + "\n"})
                self.assertEqual(run.returncode, 1, run.stdout)
                self.assertIn(f"{file}:2: ", run.stdout)

    def test_a_source_has_a_header_of_its_own_name_and_includes_it_first(self):
        for lines in ("", '#include "lib/model/graph.hpp"\n', '#include <vector>\n#include "lib/model/flow.hpp"\n'):
            with self.subTest(lines=lines):
                run = run_on({"lib/model/flow.cpp": lines})
                self.assertEqual(run.returncode, 1, run.stdout)
                self.assertIn("lib/model/flow.cpp:1: ", run.stdout)

    def test_what_is_allowed_passes(self):
        run = run_on(
            {
                "checks/one.cpp": '#include "checks/one.hpp"\n#include <vector>\n#include "lib/model/flow.hpp"\n'
                '#include "checks/shared.hpp"\n#include "lib/check/check.hpp"\n',
                "checks/shared.cpp": '#include "checks/shared.hpp"\n',
                "lib/torch/load.cpp": '#include "lib/torch/load.hpp"\n#include <torch/script.h>\n// std::cout << is for models\n',
                "lib/report/json.cpp": '#include "lib/report/json.hpp"\n#include <nlohmann/json.hpp>\n#include "lib/check/finding.hpp"\n',
                "tools/main.cpp": '#include <CLI/CLI.hpp>\n#include "checks/list.hpp"\n#include "lib/torch/analyze.hpp"\n',
            }
        )
        self.assertEqual((run.returncode, run.stdout), (0, "Every include stays within its walls.\n"))


if __name__ == "__main__":
    unittest.main()
