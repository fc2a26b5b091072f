#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails on a string that a language lacks: compares the sources with each .ts file of translations/LANGUAGES.

usage: translations.py [TREE]    the source language (en) needs its plural forms only
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

LUPDATE = "/usr/lib/qt6/bin/lupdate"
SOURCES = ("app", "camera", "widgets", "camtools")


def unfinished(ts):
    """(context, source) of every message without a finished translation."""
    for context in ElementTree.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = translation.findall("numerusform") if translation is not None else []
            texts = [f.text for f in forms] or [translation.text if translation is not None else None]
            if translation is None or translation.get("type") == "unfinished" or not all(texts):
                yield context.findtext("name"), message.findtext("source")


def findings(root):
    folder = root / "translations"
    for language in (folder / "LANGUAGES").read_text(encoding="utf-8").split():
        ts = folder / f"mvviewer_{language}.ts"
        if not ts.is_file():
            yield f"{ts.name} is missing"
            continue
        with tempfile.TemporaryDirectory() as scratch:
            fresh = pathlib.Path(scratch) / ts.name
            shutil.copy(ts, fresh)
            command = [LUPDATE, "-silent", "-no-obsolete", "-locations", "none", "-I", str(root), "-recursive", *SOURCES, "-ts", str(fresh)]
            if language == "en":
                command.insert(1, "-pluralonly")
            subprocess.run(command, cwd=root, check=True)
            for context, source in unfinished(fresh):
                yield f"{ts.name}: {context}: no translation of \"{source}\""


if __name__ == "__main__":
    tree = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2]
    found = list(findings(tree))
    print("\n".join(found) if found else "every string is translated")
    sys.exit(1 if found else 0)
