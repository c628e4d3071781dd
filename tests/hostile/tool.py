"""The tool that is tested, and what it was built with."""
import os
import pathlib
import signal
import subprocess

# A shell's job in the background ignores it, and so would the tool.
signal.signal(signal.SIGINT, signal.default_int_handler)
TOOL = os.environ.get("STACKSIEVE") or str(pathlib.Path("stacksieve").resolve())
SANITIZED = os.environ.get("SANITIZED", "no") != "no"
HAS_REPORT = b"built without" not in subprocess.run([TOOL, "report", "/dev/null", "-o", "/dev/null"], capture_output=True).stderr
