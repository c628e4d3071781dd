"""The tool that is tested, and what it was built with."""
import os
import pathlib
import subprocess

TOOL = os.environ.get("STACKSIEVE") or str(pathlib.Path("stacksieve").resolve())
SANITIZED = os.environ.get("SANITIZED", "no") != "no"
HAS_REPORT = b"built without" not in subprocess.run([TOOL, "report", "/dev/null", "-o", "/dev/null"], capture_output=True).stderr
