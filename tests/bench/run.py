#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the benchmarks of a build: JSON on standard output, a table on standard error.

usage: run.py BUILD_DIR [NAME]    NAME selects the benchmarks whose name contains it
"""
import json
import pathlib
import subprocess
import sys


def rows(value, prefix=""):
    """Every number of a nested JSON value as (path, number)."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from rows(inner, f"{prefix}.{key}" if prefix else key)
    elif isinstance(value, (int, float, str)) and not isinstance(value, bool):
        yield prefix, value


def main():
    build, wanted = pathlib.Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
    programs = sorted(p for p in (build / "bench").glob("bench_*") if p.is_file() and wanted in p.name)
    if not programs:
        print(f"dev: no benchmark is called '{wanted}'", file=sys.stderr)
        return 1
    results, failed = {}, []
    for program in programs:
        print(f"dev: {program.name} …", file=sys.stderr, flush=True)
        run = subprocess.run([program.resolve()], stdout=subprocess.PIPE, text=True)
        try:
            results[program.name] = json.loads(run.stdout)
        except ValueError:
            failed.append(f"{program.name} printed no JSON (exit status {run.returncode})")
            continue
        if run.returncode != 0:
            failed.append(f"{program.name} ended with status {run.returncode}")
        for name, number in rows(results[program.name]):
            shown = f"{number:,.3f}" if isinstance(number, float) else str(number)
            print(f"  {name:<52} {shown:>20}", file=sys.stderr)
    print(json.dumps(results, indent=2))
    for line in failed:
        print(f"dev: {line}", file=sys.stderr)
    return 1 if failed else 0


sys.exit(main())
