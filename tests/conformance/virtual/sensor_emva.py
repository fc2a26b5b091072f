#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judges the virtual camera's sensor by the formulas of EMVA 1288 R4.0, which share no code with it.

usage: sensor_emva.py SENSOR_DUMP [SEED]    exit status 1 if a figure misses the realised truth by more than 1 %, 77
without NumPy (Debian package python3-numpy)

Photon transfer: 2 frames a step, 12 steps up to beyond saturation. Nonuniformity: L dark and L bright frames. The relative
standard deviation of a measured s is std(s^2)/(2 s^2) with std(s^2) = sqrt(2/P) sqrt((s^2 + v/L)^2 + v^2/(L^2 (L-1))), v the
temporal variance and P the independent values of that part: pixels, or for rows and columns their number with v divided by
their length. It is printed beside each figure. The truth is the same realised pattern, so that only the temporal part counts.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy as np
except ImportError:
    print("skipped: python3-numpy is not installed")
    sys.exit(77)

FRAMES, STEPS, LIMIT = 24, 12, 0.01


def frames_of(path, shape):
    data = np.fromfile(path, dtype="<u2")
    return data.reshape(-1, *shape)


def stack(path, shape):
    """Mean image and the mean over pixels of the unbiased temporal variance."""
    total, squares, count = np.zeros(shape), np.zeros(shape), 0
    for frame in frames_of(path, shape):
        frame = frame.astype(np.float64)
        total += frame
        squares += frame * frame
        count += 1
    mean = total / count
    variance = (squares - count * mean * mean) / (count - 1)
    return mean, float(variance.mean()), count


def spatial(mean, variance, count):
    """EMVA 1288 R4.0: s^2 total, column, row, pixel of an averaged stack."""
    m, n = mean.shape
    mu = mean.mean()
    total = mean.var(ddof=1) - variance / count
    cav = ((mean.mean(axis=0) - mu) ** 2).mean() - variance / (count * m)
    rav = ((mean.mean(axis=1) - mu) ** 2).mean() - variance / (count * n)
    d = m * n - m - n
    return {
        "total": total,
        "column": (m * n - m) / d * cav - n / d * (total - rav),
        "row": (m * n - n) / d * rav - m / d * (total - cav),
        "pixel": m * n / d * (total - cav - rav),
    }


def photon_transfer(folder, shape, photons):
    """K by the photon transfer line, R by the characteristic curve, both over 0..70 % of saturation, and K's own relative error."""
    rows = [pair("dark.raw", folder, shape)]
    rows += [pair(f"step{i}.raw", folder, shape) for i in range(1, len(photons) + 1)]
    mean, variance = np.array(rows).T
    light = np.array([0.0] + photons)
    saturated = int(np.argmax(variance))
    use = slice(1, int(np.searchsorted(mean - mean[0], 0.7 * (mean[saturated] - mean[0]))))
    x, y, p = (mean - mean[0])[use], (variance - variance[0])[use], light[use]
    assert len(x) >= 6, "too few steps below 70 % of saturation"
    own = np.sqrt(2 / (shape[0] * shape[1])) * np.sqrt((x * x) @ (y * y)) / (x @ y)  # each variance: sqrt(2/P) of itself
    return float((x @ y) / (x @ x)), float((p @ x) / (p @ p)), float(own)


def pair(name, folder, shape):
    """Mean and temporal variance of two frames; the fixed pattern drops out of the difference."""
    a, b = (f.astype(np.float64) for f in frames_of(folder / name, shape)[:2])
    difference = a - b
    return float((a.mean() + b.mean()) / 2), float(((difference - difference.mean()) ** 2).mean() / 2)


def relative_error(s2, variance, count, independent, averaged):
    """Standard deviation of s over s from temporal noise alone: that of s^2 about its true value, halved."""
    v = variance / averaged / count
    return float(np.sqrt((4 * s2 * v + 2 * v * v) / independent) / (2 * s2))


def judge(folder):
    truth = json.loads((folder / "truth.json").read_text())
    shape = (truth["height"], truth["width"])
    bright_photons, *photons = [float(line) for line in (folder / "steps.txt").read_text().split()]
    parameters = truth["parameters"]
    k, responsivity, k_error = photon_transfer(folder, shape, photons)
    dark, dark_variance, dark_count = stack(folder / "dark.raw", shape)
    bright, bright_variance, bright_count = stack(folder / "bright.raw", shape)
    s_dark, s_bright = spatial(dark, dark_variance, dark_count), spatial(bright, bright_variance, bright_count)
    signal = bright.mean() - dark.mean()
    independent = {"total": shape[0] * shape[1], "pixel": shape[0] * shape[1], "row": shape[0], "column": shape[1]}
    averaged = {"total": 1, "pixel": 1, "row": shape[1], "column": shape[0]}
    dark_electrons = parameters["darkCurrent"] * 0.005
    rows = [
        ("K", "DN/e-", k, parameters["systemGain"], k_error),
        ("QE", "1", responsivity / k, parameters["quantumEfficiency"], k_error),
        ("read noise", "e-", np.sqrt(max(dark_variance, 0.24) - 1 / 12) / k,
         np.sqrt(parameters["readNoise"] ** 2 + dark_electrons), k_error),
    ]
    for part in ("total", "row", "column", "pixel"):
        rows.append((f"DSNU {part}", "e-", np.sqrt(s_dark[part]) / k, truth["dsnu"][part],
                     relative_error(s_dark[part], dark_variance, dark_count, independent[part], averaged[part])))
    for part in ("total", "row", "column", "pixel"):
        rows.append((f"PRNU {part}", "%", 100 * np.sqrt(s_bright[part] - s_dark[part]) / signal,
                     100 * truth["prnu"][part],
                     relative_error(s_bright[part], bright_variance, bright_count, independent[part], averaged[part])))
    return rows


def main():
    seed = sys.argv[2] if len(sys.argv) > 2 else "1"
    with tempfile.TemporaryDirectory() as name:
        subprocess.run([sys.argv[1], name, seed, str(FRAMES), str(STEPS)], check=True)
        rows = judge(pathlib.Path(name))
    failed = 0
    print(f"{'':14}{'measured':>12}{'truth':>12}  unit   {'off':>8}  estimator")
    for name, unit, measured, truth, error in rows:
        off = measured / truth - 1
        bad = not abs(off) <= LIMIT
        failed += bad
        print(f"{name:14}{measured:12.5f}{truth:12.5f}  {unit:6} {100 * off:+7.3f}%  {100 * error:6.3f}%"
              + ("  MISSED" if bad else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
