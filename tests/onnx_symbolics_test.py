# SPDX-License-Identifier: Apache-2.0
"""The committed table of ONNX symbolics agrees with the installed PyTorch: onnx_symbolics_test.py SOURCE_DIR."""
import pathlib, subprocess, sys

root = pathlib.Path(sys.argv[1])
try:
    import torch, torchvision  # noqa: F401
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)
version = "_".join(torch.__version__.split(".")[:2])
table = root / "checks" / "onnx" / f"symbolics_{version}.inc"
if not table.exists():
    print(f"skipped: no table for PyTorch {torch.__version__}")
    sys.exit(77)
sys.exit(subprocess.call([sys.executable, root / "scripts" / "onnx_symbolics.py", "--check", table]))
