# SPDX-License-Identifier: Apache-2.0
"""The committed list of classes matches ../shared/aimet-registered-classes.json: aimet_classes_test.py SOURCE_DIR."""
import pathlib, subprocess, sys

root = pathlib.Path(sys.argv[1]).resolve()
registry = root.parent / "shared" / "aimet-registered-classes.json"
if not registry.exists():
    print(f"skipped: there is no {registry}")
    sys.exit(77)
sys.exit(subprocess.call([sys.executable, root / "scripts" / "make_aimet_classes.py", "--check", registry]))
