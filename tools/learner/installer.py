"""Prepares this notebook: says what it needs, and installs what is missing of it."""

# The whole file is the first part of the setup cell of a learner copy, where it runs alone: it uses
# the standard library only, and a syntax that the Pythons which it turns away can read.

import hashlib
import http.client
import importlib
import importlib.metadata
import json
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

PUBLIC = r"(\d+!)?\d+(\.\d+)*((a|b|rc|\.post|\.dev)\d+)*(\+[\w.]+)?"  # versions that pip can read
GET_TORCH = "https://pytorch.org/get-started/locally/"
OFFLINE = ("connection broken", "ConnectionError", "Failed to establish", "NameResolutionError")


class Stop(Exception):
    """Ends the cell, and a run of all cells, with a message in the place of a traceback."""

    def _render_traceback_(self):
        return ["This notebook cannot go on yet.", *str(self).splitlines()]


def prepare(wheel, sha256, address, python, kept, added):
    """Install the package of the book, and what it needs, where that is missing or too old.

    Args:
        wheel: name of the file that holds the package; the name holds the version, too.
        sha256: digest of that file. No other file is installed.
        address: folder of the web or of the disk that holds it, or empty; beside the notebook
            and in the folder above it is looked for first.
        python: oldest Python that will do, as (3, 11).
        kept: oldest versions of packages that are installed where they are missing, and never
            changed, by name: much may depend on the torch that is there.
        added: oldest versions of packages that are also replaced where they are too old, by name.

    Raises:
        Stop: if something has to be done by the reader; the message says what.
    """
    check_python(python)
    check_kept(kept)
    package, wanted = wheel.split("-")[:2]
    needed = {**kept, **added}
    lacks = {name: why for name in needed if (why := lack(name, needed[name]))}
    others = dict(lacks)
    if why := lack(package, wanted) or other_build(package, sha256):
        lacks[package] = why
    if not lacks:
        print(f"{package} {installed(package)} and all that it needs are here: nothing to install.")
        return
    announce(lacks, needed, package, wanted, address)
    loaded = loaded_packages()
    content = wheel_content(wheel, sha256, address) if package in lacks else b""
    if others:
        install_packages({name: needed[name] for name in others})
    if content:
        install_wheel(wheel, content)
    importlib.invalidate_caches()
    print(f"Done: {', '.join(f'{name} {installed(name)}' for name in lacks)}.")
    if used := loaded.intersection(lacks):
        raise Stop(
            f"This kernel had already imported an older {' and '.join(sorted(used))}: "
            "restart the kernel, then run the notebook from the top."
        )


def announce(lacks, needed, package, wanted, address):
    """Say what will be installed, why, from where and into what."""
    print(f"Into the Python of this notebook, {sys.prefix}, will be installed:")
    for name, why in lacks.items():
        if name == package:
            where = f"this notebook's folder{f' or {address}' if address else ''}"
            print(f"- {name} {wanted}, which {why}; from {where}")
        else:
            print(f"- {name} {needed[name]} or later, which {why}; from pip's package index")
    if "torch" in lacks:
        print(f"pip chooses a build of torch, which may be large. {GET_TORCH} has others.")
    print("All other packages stay as they are.")


def check_python(oldest):
    """Stop if this Python is too old."""
    if sys.version_info[:2] < tuple(oldest):
        wanted = ".".join(map(str, oldest))
        raise Stop(
            f"It needs Python {wanted} or later, and its kernel is Python "
            f"{'.'.join(map(str, sys.version_info[:3]))} ({sys.executable}).\n"
            "Choose another kernel, or start Jupyter from a newer Python."
        )


def check_kept(kept):
    """Stop if one of the packages that are never changed is too old."""
    for name, oldest in kept.items():
        if installed(name) and (reason := lack(name, oldest)):
            advice = (
                f"{GET_TORCH} says how to install it on this computer"
                if name == "torch"
                else f"install it with: %pip install '{name}>={oldest}'"
            )
            raise Stop(
                f"It needs {name} {oldest} or later, which {reason} in the Python of this notebook "
                f"({sys.executable}). It does not replace a {name} that is there:\n"
                f"{advice}; then restart the kernel and run this cell again."
            )


def installed(name):
    """Version of a package, or nothing if it is not installed."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def release(version):
    """The numbers of a version, so that two can be compared: 2.13.0+cu126 is (2, 13, 0)."""
    return tuple(map(int, re.findall(r"\d+", version.partition("+")[0])[:3]))


def lack(name, oldest):
    """Why a package does not do: it is missing or too old; nothing if it does."""
    version = installed(name)
    if not version:
        return "is missing"
    return f"is too old: {version}" if release(version) < release(oldest) else ""


def other_build(package, sha256):
    """Why an installed package is not that of the wheel; nothing if it is, or is not known.

    pip notes the digest of a file that it installed. A book that is not released yet has several
    builds of one version. What came otherwise, such as from the book's own folder, is left alone.
    """
    origin = importlib.metadata.distribution(package).read_text("direct_url.json") or "{}"
    hashes = json.loads(origin).get("archive_info", {}).get("hashes", {})
    return "is of another build" if hashes.get("sha256", sha256) != sha256 else ""


def loaded_packages():
    """Packages of which this kernel has imported a module."""
    owners = importlib.metadata.packages_distributions()
    return {owner for module in list(sys.modules) for owner in owners.get(module, ())}


def wheel_content(wheel, sha256, address):
    """Bytes of the wheel, from the first place that has the one with this digest."""
    here = Path.cwd()
    places = [path.as_uri() for path in (here / wheel, here.parent / wheel) if path.is_file()]
    places += [f"{address}/{wheel}"] if address else []
    problems = []
    for place in places:
        try:
            with urllib.request.urlopen(place, timeout=30) as answer:
                content = answer.read()
        except urllib.error.HTTPError as error:
            problems.append(f"- {place}: the host answers {error.code}, {error.reason}")
        except (OSError, http.client.HTTPException) as error:
            problems.append(f"- {place}: {getattr(error, 'reason', error)}")
        else:
            if hashlib.sha256(content).hexdigest() == sha256:
                return content
            problems.append(f"- {place}: another file (its SHA-256 differs), which is not used")
    raise Stop(
        f"It needs the file {wheel}, which it looked for without success.\n"
        + "".join(f"{problem}\n" for problem in problems)
        + "If this computer has no network, or the address is not right, download this file from "
        "the site of the book,\nput it into the folder of this notebook (in Colab: upload it to "
        f"{here}), and run this cell again.\nIts SHA-256 has to be {sha256}."
    )


def install_packages(oldest):
    """Install packages by their oldest versions, without a change to any other."""
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder, "constraints.txt")
        constraints.write_text("\n".join(pins(oldest)), encoding="utf-8")
        pip("-c", str(constraints), *(f"{name}>={oldest[name]}" for name in oldest))


def pins(changed):
    """The versions of all packages but those that change, as lines of a file of constraints."""
    versions = {}
    for one in importlib.metadata.distributions():
        name = re.sub(r"[-_.]+", "-", one.metadata["Name"] or "").lower()
        # pip refuses the versions that systems give to packages of their own: 0.1.43ubuntu1.
        if name not in changed and re.fullmatch(PUBLIC, one.version or ""):
            versions.setdefault(name, one.version)  # the first is the one that is imported
    return [f"{name}=={version}" for name, version in sorted(versions.items())]


def install_wheel(wheel, content):
    """Install the wheel, and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, wheel)
        path.write_bytes(content)
        pip("--no-deps", "--force-reinstall", str(path))


def pip(*arguments):
    """Let pip install; stop with its words if it does not succeed."""
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"]
    command = [sys.executable, "-m", "pip", "install", *quiet, *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        words = done.stdout + done.stderr
        reason = "pip could not install what is missing."
        if any(sign in words for sign in OFFLINE):
            reason = (
                "pip has no connection to its package index. "
                "Connect this computer to the network, then run this cell again."
            )
        raise Stop(f"{reason} pip says:\n{words.strip()}")
