"""LibreOffice as a reviewer's office program: it saves a sheet again, and works its formulas out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: sheets are not saved by it")


def saved_by_office(path: Path, folder: Path, form: str = "xlsx:Calc MS Excel 2007 XML") -> Path:
    """The file as LibreOffice saves it, with every formula worked out anew."""
    folder.mkdir(parents=True, exist_ok=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return folder / f"{path.stem}.{form.split(':')[0]}"
