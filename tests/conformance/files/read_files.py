#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads image files with Pillow and compares each sample and the metadata with a list of what has to be there.

usage: read_files.py EXPECTED.json    exit status 1: something differs; 77: Pillow is not installed
"""
import json
import sys
import zlib

try:
    from PIL import Image
except ImportError:
    print("skipped: python3-pil is not installed")
    sys.exit(77)

# Pillow's mode of a picture by bits and channels; 16-bit gray PNG comes as 32-bit integers ("I") in Pillow below 10.
MODES = {(8, 1): {"L", "P"}, (8, 3): {"RGB"}, (16, 1): {"I;16", "I"}}


def bits_of(name, sample):
    """Where the bits of a sample lie among all bits of the file, lowest first: PFNC and GigE Vision, written again."""
    if name.endswith("p"):  # one stream from the lowest bit on
        return range(12 * sample, 12 * sample + 12)
    if name.endswith("Packed"):  # two samples in three bytes: high 8, low bits of both, high 8
        start, second, low = sample // 2 * 24, sample % 2, 2 if "10" in name else 4
        middle, outer = start + 8 + 4 * second, start + 16 * second
        return [*range(middle, middle + low), *range(outer, outer + 8)]
    if name.endswith("8"):
        return range(8 * sample, 8 * sample + 8)
    return range(16 * sample, 16 * sample + int(name[-2:]))


def unpack(data, name, count):
    stream = int.from_bytes(data, "little")
    return [sum((stream >> bit & 1) << i for i, bit in enumerate(bits_of(name, n))) for n in range(count)]


def read_raw(expected):
    """The bytes against the side file, and the samples from both."""
    with open(expected["file"], "rb") as file:
        data = file.read()
    with open(expected["file"] + ".json", encoding="utf-8") as file:
        metadata = json.load(file)
    yield "imageBytes", metadata["imageBytes"], len(data)
    yield "imageCrc32", metadata["imageCrc32"], f"{zlib.crc32(data):08x}"
    yield "note", metadata["note"], "Größe 相机"
    count = metadata["width"] * metadata["height"] * metadata["channels"]
    yield "values", unpack(data, metadata["pixelFormat"], count), expected["values"]
    yield from expected_metadata(expected, metadata)


def expected_metadata(expected, metadata):
    for key, value in expected["metadata"].items():
        yield key, metadata.get(key), value
    yield "frameId", int(metadata["frameId"]), 0xFFFFFFFFFFFFFFFE
    yield "cameraTimestampNs", int(metadata["cameraTimestampNs"]), 9007199254740993


def read_picture(expected):
    with Image.open(expected["file"]) as image:
        image.load()
        yield "size", list(image.size), [expected["width"], expected["height"]]
        modes = MODES[expected["bits"], expected["channels"]]
        yield "mode", image.mode in modes, True
        values = list((image.convert("L") if image.mode == "P" else image).getdata())
        if expected["channels"] == 3:
            values = [channel for pixel in values for channel in pixel]
        yield "values", values, expected["values"]
        if expected["kind"] == "tiff":
            text = image.tag_v2[270]  # ImageDescription
        elif expected["kind"] == "png":
            text = image.text["mv-viewer"]
        else:
            return
    metadata = json.loads(text)
    yield "note", metadata["note"], "Größe 相机"
    yield from expected_metadata(expected, metadata)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        rows = json.load(file)
    failures = 0
    for expected in rows:
        reader = read_raw if expected["kind"] == "raw" else read_picture
        for name, found, wanted in reader(expected):
            if found != wanted:
                failures += 1
                print(f"{expected['file']}: {name} is {str(found)[:80]}, not {str(wanted)[:80]}")
    print(f"{len(rows)} files read, {failures} differences")
    return 1 if failures or not rows else 0


sys.exit(main())
