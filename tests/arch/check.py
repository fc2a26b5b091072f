#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the tree to docs/architecture.md: include directions, link lines, banned calls, sizes.

usage: check.py [TREE]    exit status 1 and one line a finding if a rule is broken
"""
import json
import pathlib
import re
import statistics
import subprocess
import sys

# A room is the longest prefix of a file's path. What each may include of ours, itself aside.
ROOMS = {
    "camera/imaging": set(),
    "camera/virtual": set(),
    "camera/virtual/usbip": {"camera/virtual"},
    "camera/private": {"camera", "camera/imaging"},
    "camera": {"camera/imaging", "camera/private"},
    "camtools/core": {"camera", "camera/imaging"},
    "widgets": {"camera", "camera/imaging"},
    "camtools": {"camtools/core", "widgets", "camera", "camera/imaging"},
    "app/virtual_camera": {"camera/virtual", "camera/virtual/usbip"},
    "app/cli": {"camera", "camera/imaging", "camtools/core"},
    "app/viewer": {"camtools", "camtools/core", "widgets", "camera", "camera/imaging"},
}
# Public headers of camera/ may not show private/ ones.
HEADERS_MAY_NOT = {"camera": {"camera/private"}}

# The same arrows in the link lines: target -> targets of ours that it may link.
LINKS = {
    "mv_imaging": set(),
    "mv_virtual": set(),
    "mv_usb_standin": set(),
    "mv_camera": {"mv_imaging"},
    "mv_camera_internal": {"mv_camera", "mv_imaging"},
    "mv_camtools_core": {"mv_camera", "mv_imaging"},
    "mv_widgets": {"mv_camera", "mv_imaging"},
    "mv_camtools": {"mv_camtools_core", "mv_widgets"},
    "mv-virtual-camera": {"mv_virtual"},
    "mv-cli": {"mv_imaging", "mv_camera", "mv_camtools_core"},
    "mv-viewer": {"mv_imaging", "mv_camera", "mv_widgets", "mv_camtools", "mv_camtools_core", "mv_viewer_core"},
    "mv_viewer_core": {"mv_imaging", "mv_camera", "mv_widgets", "mv_camtools", "mv_camtools_core"},
}

# Foreign headers that only some rooms may name: pattern of the include, rooms that may.
FOREIGN = [
    ("Aravis", re.compile(r"^(arv|aravis)"), {"camera/private"}),
    ("libusb", re.compile(r"^libusb"), {"camera/private", "camera/virtual/usbip"}),
    ("GLib", re.compile(r"^(glib|gio)"), {"camera/private"}),
    ("OpenCV", re.compile(r"^opencv2/"), {"camera/imaging"}),
    ("libtiff/libpng", re.compile(r"^(tiff|png)"), {"camera/imaging"}),
]
WIDGET_ROOMS = {"widgets", "camtools", "app/viewer"}

BANNED = [
    (re.compile(r"processEvents\s*\("), "processEvents"),
    (re.compile(r"BlockingQueuedConnection"), "BlockingQueuedConnection"),
    (re.compile(r"(->|\.)terminate\s*\(\)"), "terminate()"),
    (re.compile(r"recursive_mutex|QRecursiveMutex"), "recursive mutex"),
    (re.compile(r"#\s*if\s+0\b"), "#if 0"),
    (re.compile(r"\b(TODO|FIXME|XXX|HACK)\b"), "unfinished mark"),
]
BANNED_IN_TESTS = [
    (re.compile(r"\bQSKIP\b|\bDISABLED_|#\s*if\s+0\b"), "disabled test"),
]

MAX_FILE, MEDIAN_FILE, P95_FILE = 800, 150, 500
MAX_FUNCTION, P95_FUNCTION = 80, 40
MEDIAN_DRAGGED, P95_DRAGGED = 2, 10

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')
LINK = re.compile(r"target_link_libraries\s*\(\s*([\w${}-]+)([^)]*)\)", re.S)
OURS = re.compile(r"\bmv[_-][\w-]+")
SOURCE_ROOTS = ("app", "camera", "widgets", "camtools")


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0


def room_of(path):
    candidates = [r for r in ROOMS if path == r or path.startswith(r + "/")]
    return max(candidates, key=len) if candidates else None


def widget_headers():
    """Names of all Widgets headers, from the installed Qt."""
    for base in ("/usr/include/x86_64-linux-gnu/qt6", "/usr/include/aarch64-linux-gnu/qt6", "/usr/include/qt6"):
        folders = [pathlib.Path(base) / f for f in ("QtWidgets", "QtOpenGLWidgets", "QtSvgWidgets", "QtPrintSupport")]
        if folders[0].is_dir():
            return {f.name for d in folders if d.is_dir() for f in d.iterdir()}
    return {"QWidget", "QApplication", "QMainWindow", "QLabel", "QDialog"}


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.findings = []
        self.sources = sorted(
            p.relative_to(self.root).as_posix()
            for top in SOURCE_ROOTS + ("tests",)
            for p in (self.root / top).rglob("*")
            if p.suffix in (".cpp", ".h") and p.is_file())
        self.text = {p: (self.root / p).read_text(encoding="utf-8") for p in self.sources}
        self.includes = {p: [m.group(1) for m in map(INCLUDE.match, t.splitlines()) if m] for p, t in self.text.items()}

    def product(self):
        return [p for p in self.sources if not p.startswith("tests/")]

    def say(self, path, what):
        self.findings.append(f"{path}: {what}")


def check_directions(tree):
    widgets = widget_headers()
    for path in tree.product():
        room = room_of(path)
        if room is None:
            tree.say(path, "stands in no room of the house")
            continue
        for include in tree.includes[path]:
            target = room_of(include) if include.startswith(SOURCE_ROOTS) else None
            allowed = ROOMS[room] - (HEADERS_MAY_NOT.get(room, set()) if path.endswith(".h") else set())
            if target is not None and target != room and target not in allowed:
                tree.say(path, f"room {room} may not include {include}")
            if room not in WIDGET_ROOMS and (include in widgets or include.split("/")[0] in ("QtWidgets", "QtOpenGLWidgets")):
                tree.say(path, f"Widgets header {include} outside widgets/, camtools/ and app/viewer/")
            if room in ("camera/virtual", "camera/virtual/usbip", "app/virtual_camera") and re.match(r"^Q[A-Z]", include):
                tree.say(path, f"Qt header {include} in the virtual camera")
            for name, pattern, rooms in FOREIGN:
                if pattern.match(include) and room not in rooms:
                    tree.say(path, f"{name} header {include} outside {', '.join(sorted(rooms))}")


def check_panels(tree):
    for path in tree.product():
        if not path.startswith("widgets/"):
            continue
        own = pathlib.PurePosixPath(path).stem
        for include in tree.includes[path]:
            stem = pathlib.PurePosixPath(include).stem
            if stem.endswith("_panel") and stem != own and own.endswith("_panel"):
                tree.say(path, f"panels do not include each other: {include}")


def check_links(tree):
    for listing in sorted(tree.root.rglob("CMakeLists.txt")):
        path = listing.relative_to(tree.root).as_posix()
        if path.startswith(("tests/", "build/")):
            continue
        text = re.sub(r"#[^\n]*", "", listing.read_text(encoding="utf-8"))
        for target, arguments in LINK.findall(text):
            named = set(OURS.findall(arguments)) - {"mv_warnings"}
            if target not in LINKS:
                tree.say(path, f"target {target} is not in the table of allowed links")
            elif named - LINKS[target]:
                tree.say(path, f"{target} may not link {', '.join(sorted(named - LINKS[target]))}")


def check_words(tree):
    for path, text in tree.text.items():
        for number, line in enumerate(text.splitlines(), 1):
            for pattern, name in (BANNED_IN_TESTS if path.startswith("tests/") else BANNED):
                if pattern.search(line):
                    tree.say(f"{path}:{number}", f"{name} is banned")
        lines = text.splitlines()
        if not lines or "SPDX-License-Identifier: GPL-3.0-or-later" not in lines[0]:
            tree.say(path, "first line is not the SPDX line")
        if path.endswith(".h") and "#pragma once" not in text:
            tree.say(path, "header without #pragma once")
        if path.endswith(".h") and re.search(r"^using namespace ", text, re.M):
            tree.say(path, "using-directive in a header")


def functions(tree):
    """(path, name, lines) of every function, by Universal Ctags."""
    run = subprocess.run(
        ["ctags", "--languages=C++", "--c++-kinds=f", "--fields=+ne", "--output-format=json", "-f", "-", "-L", "-"],
        input="\n".join(str(tree.root / p) for p in tree.sources), capture_output=True, text=True, check=True)
    for line in run.stdout.splitlines():
        tag = json.loads(line)
        if "end" in tag:
            path = pathlib.Path(tag["path"]).relative_to(tree.root).as_posix()
            yield path, tag["name"], tag["end"] - tag["line"] + 1


def check_sizes(tree):
    files = {p: tree.text[p].count("\n") for p in tree.sources if p.endswith(".cpp")}
    product = [n for p, n in files.items() if not p.startswith("tests/")]
    for path, lines in files.items():
        if lines > MAX_FILE:
            tree.say(path, f"{lines} lines (at most {MAX_FILE})")
    if product and statistics.median(product) > MEDIAN_FILE:
        tree.say("tree", f"median of .cpp files is {statistics.median(product)} lines (at most {MEDIAN_FILE})")
    if percentile(product, 0.95) > P95_FILE:
        tree.say("tree", f"95th percentile of .cpp files is {percentile(product, 0.95)} lines (at most {P95_FILE})")
    lengths = []
    for path, name, lines in functions(tree):
        if not path.startswith("tests/"):
            lengths.append(lines)
        if lines > MAX_FUNCTION:
            tree.say(path, f"function {name} has {lines} lines (at most {MAX_FUNCTION})")
    if percentile(lengths, 0.95) > P95_FUNCTION:
        tree.say("tree", f"95th percentile of functions is {percentile(lengths, 0.95)} lines (at most {P95_FUNCTION})")


def check_headers_light(tree):
    headers = [p for p in tree.product() if p.endswith(".h")]

    def dragged(path, seen):
        for include in tree.includes.get(path, ()):
            if include in tree.includes and include not in seen:
                seen.add(include)
                dragged(include, seen)
        return seen

    counts = [len(dragged(p, set())) for p in headers]
    if counts and statistics.median(counts) > MEDIAN_DRAGGED:
        tree.say("tree", f"a header drags in {statistics.median(counts)} of ours at the median (at most {MEDIAN_DRAGGED})")
    if percentile(counts, 0.95) > P95_DRAGGED:
        tree.say("tree", f"a header drags in {percentile(counts, 0.95)} of ours at the 95th percentile (at most {P95_DRAGGED})")


CHECKS = (check_directions, check_panels, check_links, check_words, check_sizes, check_headers_light)


def findings(root):
    tree = Tree(root)
    for check in CHECKS:
        check(tree)
    return tree.findings


if __name__ == "__main__":
    found = findings(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2])
    print("\n".join(found) if found else "the house rules hold")
    sys.exit(1 if found else 0)
