"""The environment of dlt: made once under the ignored folder, and made anew when its requirements change."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.places import DLT_REQUIREMENTS, DLT_VENV


def dlt_python() -> Path:
    """Its interpreter; installs what is not there yet."""
    python, mark = DLT_VENV / "bin" / "python", DLT_VENV / ".installed"
    wanted = hashlib.sha256(DLT_REQUIREMENTS.read_bytes()).hexdigest()
    if not mark.exists() or mark.read_text() != wanted:
        shutil.rmtree(DLT_VENV, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", DLT_VENV], check=True)
        quiet = ["--quiet", "--disable-pip-version-check"]
        subprocess.run([python, "-m", "pip", "install", *quiet, "-r", DLT_REQUIREMENTS], check=True)
        mark.write_text(wanted)
    return python


def versions() -> dict[str, str]:
    """Of what is installed there, by name."""
    listed = subprocess.run(
        [dlt_python(), "-m", "pip", "list", "--format=freeze", "--disable-pip-version-check"],
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(line.split("==", 1) for line in listed.stdout.splitlines() if "==" in line)
