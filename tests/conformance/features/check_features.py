#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds mv-cli features, and the features of a streaming camera, to an independent reading of the camera's XML.

usage: check_features.py BIN_DIR FEATURE_STATES    exit status 1 and one line a difference
"""
import collections
import json
import math
import os
import pathlib
import subprocess
import sys
import time

from genapi_reading import TYPES, NotThere, Reading
from gigecam import GigeCamera

# Who controls the camera: while mv-cli did, nobody else read it.
CONTROL = {"GevCCP", "GevPrimaryApplicationSocket", "GevPrimaryApplicationIPAddress"}
LEVELS = ["Beginner", "Expert", "Guru", "Invisible"]


def compare(reading, rows, level, again, streaming, unknown=frozenset()):
    """Differences between rows of JSON and the XML, as lines; again = a second, later reading of the registers, unknown =
    features whose value both of them missed."""
    nodes = [(node, category) for node, category in reading.features()
             if LEVELS.index(reading.text(node, "Visibility", "Beginner")) <= LEVELS.index(level)]
    expected = [node.get("Name").strip() for node, _ in nodes]
    if [row["name"] for row in rows] != expected:
        yield f"names: {set(expected) ^ {row['name'] for row in rows}} or their order"
        return
    counts = collections.Counter(reading.text(node, "Visibility", "Beginner") for node, _ in nodes)
    if counts != collections.Counter(row["visibility"] for row in rows):
        yield f"counts by visibility: {counts}"
    for (node, category), row in zip(nodes, rows):
        for what, ours, theirs in differences(reading, node, category, row, again, streaming):
            if what == "value" and row["name"] in unknown:
                continue
            yield f"{row['name']}: {what} is {ours!r}, the XML says {theirs!r}"


def differences(reading, node, category, row, again, streaming):
    name = row["name"]
    yield from pick("category", row["category"], category)
    yield from pick("type", row["type"], TYPES[node.tag])
    yield from pick("streamable", row["streamable"], reading.text(node, "Streamable", "No") == "Yes")
    for key, tag in (("toolTip", "ToolTip"), ("description", "Description"), ("displayName", "DisplayName"), ("unit", "Unit")):
        yield from pick(key, row.get(key, ""), " ".join(reading.text(node, tag, name if key == "displayName" else "").split())
                        if key != "description" else reading.text(node, tag))
    access, locked = reading.access(node)
    yield from pick("access", (row["access"], row.get("locked", False)), (access, locked))
    if locked or access in ("NA", "NI") or (access == "RO" and row["type"] != "Command"):
        yield from pick("a reason", bool(row.get("why")), True)
    if streaming and reading.text(node, "pIsLocked") == "TLParamsLocked" and locked:
        yield from pick("why", row.get("why"), "locked while streaming")
    if access in ("NA", "NI"):
        return
    if row["type"] in ("Integer", "Float"):
        for key, own, linked in (("min", "Min", "pMin"), ("max", "Max", "pMax")):
            yield from pick(key, row.get(key), reading.limit(node, own, linked), again.limit(node, own, linked))
        step = reading.step(node)
        yield from pick("step", row.get("step"), 1 if step is None and row["type"] == "Integer" else step)
    if row["type"] == "Enumeration":
        yield from pick("entries", [(e["name"], e["value"], e["available"]) for e in row["entries"]], reading.entries(node))
    if "r" in access.lower() and row["type"] not in ("Command", "Register"):
        yield from value(reading, again, node, row)


def value(reading, again, node, row):
    try:
        now, later = reading.value(node), again.value(node)
    except NotThere:
        yield from pick("value", row.get("value"), None)
        return
    if row["type"] == "Enumeration":
        names = {number: name for name, number, _ in reversed(reading.entries(node))}
        now, later = names[now], names[later]
    if now == later:  # else it is a clock, a counter or a thermometer, and there is nothing to compare
        yield from pick("value", row.get("value"), now)


def pick(what, ours, *theirs):
    close = [o for o in theirs if o == ours or (isinstance(o, float) and ours is not None and math.isclose(o, ours, rel_tol=1e-12))]
    if not close:
        yield what, ours, theirs[0]


def start_camera(bin_dir, model, number):
    address = f"127.9.{os.getpid() % 250 + 1}.{number}"
    process = subprocess.Popen([bin_dir / "mv-virtual-camera", "--model", model, "--address", address, "--sensor", "640x480",
                                "--serial", f"CF{os.getpid()}{number}", "--exit-with-parent"], stdout=subprocess.PIPE, text=True)
    ready = json.loads(process.stdout.readline())
    return process, address, ready["id"]


def features(bin_dir, address, level):
    """Opening has deadlines of its own, which a loaded machine may miss; it is not what is tested here."""
    for _ in range(5):
        run = subprocess.run([bin_dir / "mv-cli", "features", address, "--level", level, "--json"], stdout=subprocess.PIPE, text=True)
        if run.returncode == 0:
            return json.loads(run.stdout)["features"]
        time.sleep(4)
    raise SystemExit(f"mv-cli features {address}: exit status {run.returncode}")


def check(bin_dir, feature_states, model, number):
    camera, address, camera_id = start_camera(bin_dir, model, number)
    try:
        gige = GigeCamera(address)
        xml = gige.description()
        for level in ("beginner", "expert", "guru"):
            before = Reading(gige, xml)
            list(everything(before))
            rows = features(bin_dir, address, level)
            for line in compare(before, rows, level.capitalize(), Reading(gige, xml), False, CONTROL):
                yield f"{model}, {level}: {line}"
            print(f"{model}: {len(rows)} features up to {level}: "
                  + ", ".join(f"{n} {v}" for v, n in collections.Counter(r['visibility'] for r in rows).items()))
        with subprocess.Popen([feature_states, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
            for streaming in (False, True, False):
                if program.stdout.readline() != "ready\n":
                    yield f"{model}: the features could not be read"
                    break
                constants = {"TLParamsLocked": int(streaming)}
                before = Reading(gige, xml, constants)
                list(everything(before))
                program.stdin.write("\n")
                program.stdin.flush()
                rows = json.loads(program.stdout.readline())
                for line in compare(before, rows, "Invisible", Reading(gige, xml, constants), streaming):
                    yield f"{model}, {'streaming' if streaming else 'idle'}: {line}"
                locked = sum(row.get("why") == "locked while streaming" for row in rows)
                print(f"{model}: {len(rows)} features {'while streaming' if streaming else 'idle'}, {locked} of them locked by it")
                if streaming != (locked > 5):
                    yield f"{model}: {locked} features say that they are locked while streaming"
    finally:
        camera.terminate()
        camera.wait()


def everything(reading):
    """Reads all there is to read, so that the first of two readings is older than what it is compared with."""
    for node, _ in reading.features():
        try:
            if reading.access(node)[0] in ("RO", "RW") and node.tag != "Command":
                yield reading.value(node)
        except NotThere:
            pass


def main():
    bin_dir, feature_states = pathlib.Path(sys.argv[1]), sys.argv[2]
    findings = [line for number, model in enumerate(("mono", "color", "basic"), 1)
                for line in check(bin_dir, feature_states, model, number)]
    for line in findings:
        print(line, file=sys.stderr)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
