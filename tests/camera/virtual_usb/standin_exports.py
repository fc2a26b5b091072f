#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every function of libusb that our programs, our libraries or Aravis import is one that the stand-in has.

usage: standin_exports.py STANDIN BUILD_DIR    exit status 1 and one line a function that is missing

A function that is missing would be the real libusb's, which would take a pointer of ours for one of its own.
"""
import pathlib
import subprocess
import sys


def symbols(file, kind):
    run = subprocess.run(["nm", "-D", kind, str(file)], capture_output=True, text=True)
    names = (line.split()[-1].split("@")[0] for line in run.stdout.splitlines())
    return {name for name in names if name.startswith("libusb_")}


def libraries_of(program):
    run = subprocess.run(["ldd", str(program)], capture_output=True, text=True)
    return {pathlib.Path(line.split("=>")[1].split()[0]) for line in run.stdout.splitlines() if "=> /" in line}


def main():
    standin, build = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    offered = symbols(standin, "--defined-only")
    run = subprocess.run(["nm", "-D", "--defined-only", str(standin)], capture_output=True, text=True)
    others = [line.split()[-1] for line in run.stdout.splitlines() if not line.split()[-1].startswith("libusb_")]
    programs = [p for folder in ("bin", "tests") for p in sorted((build / folder).glob("*"))
                if p.is_file() and p.stat().st_mode & 0o100]
    files = set(programs).union(*(libraries_of(p) for p in programs))
    aravis = [f for f in files if f.name.startswith("libaravis")]
    missing = []
    for file in sorted(files):
        if not file.name.startswith("libusb-1.0"):
            missing += [f"{file.name} needs {name}, which the stand-in has not" for name in sorted(symbols(file, "--undefined-only") - offered)]
    if not aravis or not symbols(aravis[0], "--undefined-only"):
        missing.append("no program here uses Aravis, or Aravis no libusb: nothing was compared")
    missing += [f"the stand-in shows {name}, which is none of libusb's" for name in others]
    print("\n".join(missing) if missing else f"{len(offered)} functions, {len(files)} files compared")
    return 1 if missing else 0


sys.exit(main())
