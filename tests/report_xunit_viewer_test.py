# SPDX-License-Identifier: Apache-2.0
"""The JUnit rendering, read by xunit-viewer. scripts/install_report_tools.sh installs xunit-viewer."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

FILE = pathlib.Path(__file__).resolve().parent / "approved" / "report" / "report.junit.xml"
DEFAULT_TOOLS = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "aimet-validate" / "npm"
TOOLS = pathlib.Path(os.environ.get("AIMET_REPORT_TOOLS", DEFAULT_TOOLS))
VIEWER = TOOLS / "node_modules" / "xunit-viewer" / "bin" / "xunit-viewer.js"
EXPECTED = ["models/net.pt", "models/clean.pt", "missing-module", "reused-module", "self.relu1_2 = torch.nn.ReLU(inplace=True)"]
SKIPPED = 77


def main():
    if not VIEWER.is_file() or shutil.which("node") is None:
        print("skipped: xunit-viewer is not installed; scripts/install_report_tools.sh installs it")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "index.html"
        shown = subprocess.run(["node", VIEWER, "--results", FILE, "--output", page, "--console"], check=True,
                               capture_output=True, encoding="utf-8", timeout=120).stdout
        missing = [text for text in EXPECTED if text not in shown]
        if not page.is_file():
            missing.append("the page")
    if missing:
        print(f"xunit-viewer does not show {missing}:\n{shown}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
