"""Chromium as a printer."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tools import chromium

OPTIONS = (
    "--headless",
    "--no-sandbox",  # in a container the user is root, with whom Chromium refuses its sandbox
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--no-first-run",
    "--font-render-hinting=none",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
)
TIMEOUT = 600
"""Seconds that one print may take."""


class PrintError(Exception):
    """Nothing was printed; the message says why and what to do."""


def executable() -> str:
    """Chromium of this machine.

    Raises:
        PrintError: if there is none.
    """
    try:
        return chromium.executable()
    except chromium.NoChromiumError as error:
        raise PrintError(f"The PDF is printed by Chromium, and {error}") from error


def print_to_pdf(document: Path, pdf: Path, tagged: bool = True) -> None:
    """Print the HTML file ``document`` to the file ``pdf``; no host can be reached meanwhile.

    A ``tagged`` PDF names headings, lists and pictures for those who hear it; it takes longer.

    Raises:
        PrintError: if Chromium is missing or fails.
    """
    profile = document.parent / "profile"
    options = OPTIONS if tagged else (*OPTIONS, "--disable-pdf-tagging")
    command = [executable(), *options, f"--user-data-dir={profile}", f"--print-to-pdf={pdf}"]
    try:
        completed = subprocess.run(
            [*command, document.as_uri()], capture_output=True, text=True, timeout=TIMEOUT
        )
    except subprocess.TimeoutExpired as error:
        raise PrintError(f"Chromium did not print within {TIMEOUT} s.") from error
    if completed.returncode or not pdf.is_file():
        raise PrintError(f"Chromium did not print:\n{completed.stderr.strip()}")
