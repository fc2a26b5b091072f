#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Boots a real kernel and judges what the programs of a build saw of a USB3 Vision camera there.

usage: real_kernel.py BUILD    BUILD: build/release; exit status 0 = all as it must be, 1 = not, 77 = no guest to be had
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import guest_image
import packages

SKIPPED = 77
HERE = pathlib.Path(__file__).resolve().parent
LIMIT = 2400  # seconds for the guest
WIDTH, HEIGHT, FRAMES = 640, 480, 60
# What usbcore says of a device that it does not like (Linux: drivers/usb/core), and any kernel of itself when it is
# broken: all but the lines of every arrival and removal.
COMPLAINTS = re.compile(r"usb \d+-\S*: (?!(New USB|Product:|Manufacturer:|SerialNumber:|new |USB disconnect|SetAddress))"
                        r"|usbfs: |\bBUG:|\bWARNING:|\bOops|Call Trace")


def library_path(root):
    folders = (root / "usr/lib/x86_64-linux-gnu", root / "lib/x86_64-linux-gnu")
    return ":".join(str(folder) for folder in folders if folder.is_dir())


def boot(build, cache, root, out):
    """Until the guest has ended by itself. Its kernel's messages go to out/console.log."""
    qemu = packages.find(root, "usr/bin/qemu-system-x86_64")
    kernel = sorted((root / "boot").glob("vmlinuz-*"))[-1]
    image = cache / "initramfs.gz"
    guest_image.write(image, packages.find(root, "bin/busybox", "usr/bin/busybox"), root / "lib/modules", HERE / "init.sh")
    udevd = cache / "systemd-udevd"  # by this name udevadm is the daemon
    udevd.unlink(missing_ok=True)
    udevd.symlink_to(packages.find(root, "bin/udevadm", "usr/bin/udevadm"))
    words = ["console=ttyS0", "panic=-1", f"mv_build={build}", f"mv_checks={HERE / 'checks.sh'}", f"mv_udevd={udevd}",
             f"mv_library={library_path(root)}"]
    # Time in the guest goes by what it has computed (2 ns an instruction), so that a busy machine makes the run longer
    # and no time-out shorter.
    command = ["setpriv", "--pdeathsig", "KILL", str(qemu), "-accel", "tcg,thread=single", "-icount", "shift=1", "-machine", "pc", "-m", "1536",
               "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-serial", f"file:{out / 'console.log'}",
               "-kernel", str(kernel), "-initrd", str(image), "-append", " ".join(words),
               "-fsdev", "local,id=root,path=/,security_model=none,readonly=on,multidevs=remap",
               "-device", "virtio-9p-pci,fsdev=root,mount_tag=root",
               "-fsdev", f"local,id=out,path={out},security_model=none",
               "-device", "virtio-9p-pci,fsdev=out,mount_tag=out"]
    for folder in ("usr/share/qemu", "usr/share/seabios"):
        if (root / folder).is_dir():
            command += ["-L", str(root / folder)]
    environment = dict(os.environ, LD_LIBRARY_PATH=library_path(root),
                       QEMU_MODULE_DIR=str(root / "usr/lib/x86_64-linux-gnu/qemu"))
    os.nice(max(0, 10 - os.nice(0)))
    guest = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)
    try:
        if guest.wait(LIMIT) != 0:
            sys.exit("QEMU ended with an error")
    except subprocess.TimeoutExpired:
        sys.exit(f"the guest did not end within {LIMIT} s; its last words are in {out / 'console.log'}")
    finally:
        guest.kill()
        guest.wait()


class Judge:
    """Collects what is wrong, so that one run tells all of it."""

    def __init__(self, out):
        self.out = out
        self.wrong = []

    def check(self, right, what):
        print(("ok     " if right else "WRONG  ") + what)
        if not right:
            self.wrong.append(what)

    def text(self, name):
        file = self.out / name
        return file.read_text(errors="replace") if file.is_file() else ""

    def status(self, step):
        return int((self.text(f"{step}.status").split() or ["-1"])[0])

    def ends(self, step):
        return float((self.text(f"{step}.status").split() or ["0"])[-1])

    def json(self, step):
        try:
            return json.loads(self.text(f"{step}.out"))
        except ValueError:
            return {}

    def error(self, step):
        """Code and sentence; every failure must end with status 1 and one line."""
        error = self.json(step).get("error", {})
        lines = self.text(f"{step}.err").splitlines()
        return (error.get("code"), error.get("text", "")) if self.status(step) == 1 and len(lines) == 1 else (None, "")

    def devices(self, step):
        return {device["serial"]: device for device in self.json(step).get("devices", [])}


def judge_enumeration(judge):
    devices = judge.text("devices")
    camera = devices[devices.find("Vendor=1209"):]
    judge.check("Spd=5000" in devices, "the kernel has the camera at SuperSpeed")
    judge.check("Cls=ef(misc ) Sub=02 Prot=01" in devices, "as a device of several functions")
    judge.check(re.findall(r"If#= (\d) Alt= 0 #EPs= (\d) Cls=ef\(misc \) Sub=05 Prot=(\d\d)", camera) ==
                [("0", "2", "00"), ("1", "1", "01"), ("2", "1", "02")], "with control, event and stream interface")
    complaints = [line for line in judge.text("kernel.log").splitlines() if COMPLAINTS.search(line)]
    judge.check(judge.text("kernel.log") and not complaints, "the kernel has nothing to complain of")
    print("".join(f"       {line}\n" for line in complaints), end="")


def judge_strangers(judge):
    judge.check(re.search(r"^MV Viewer-[0-9A-F]{12}-QEMU1 \(USB3\)$", judge.text("arv_list.out"), re.M),
                "arv-tool-0.8 finds the camera")
    values = judge.text("arv_values.out")
    lines = ("'DeviceVendorName' = 'MV Viewer'", "'Width' = 640 px", "'TestImageSelector' = 'GreyDiagonalRampMoving'")
    judge.check(judge.status("arv_values") == 0 and all(line in values for line in lines) and "rror" not in values,
                f"and reads its {len(values.splitlines())} lines of features")


def judge_discovery(judge):
    for step, device in (("list", judge.devices("list").get("QEMU1", {})), ("info", judge.json("info").get("device", {}))):
        judge.check((device.get("transport"), device.get("state"), device.get("speed"), device.get("speedMbps"),
                     device.get("bus"), device.get("port")) == ("USB", "free", "SuperSpeed", 5000, 2, "1"),
                    f"mv-cli {step}: free, SuperSpeed, bus 2, port 1")
        judge.check(device.get("controller") == "vhci_hcd vhci_hcd.0" and len(device.get("hubs", [])) == 1,
                    f"mv-cli {step}: controller {device.get('controller')}, hubs {device.get('hubs')}")
    judge.check(judge.devices("list_as_nobody").get("QEMU1", {}).get("state") == "noPermission",
                "who may not open it is told so in the list")
    code, sentence = judge.error("grab_as_nobody")
    judge.check(code == "NoPermission" and "70-mv-viewer.rules" in sentence, "and which rule would help")


def judge_frames(judge, step, folder):
    """Every pixel of every frame is (x + y + c) mod 256."""
    report = judge.json(step)
    judge.check(judge.status(step) == 0 and (report.get("received"), report.get("lost"), report.get("incomplete")) ==
                (FRAMES, 0, 0), f"{step}: {report.get('received')} frames received, {report.get('lost')} lost, "
                f"{report.get('incomplete')} incomplete, {report.get('fps') or 0:.1f} a second")
    ramp = bytes(range(256)) * (WIDTH // 256 + 2)
    right = 0
    for file in sorted((judge.out / folder).glob("*.raw")):
        frame = int(re.search(r"_(\d+)\.raw$", file.name)[1])
        rows = ((y + frame) % 256 for y in range(HEIGHT))
        right += file.read_bytes() == b"".join(ramp[start:start + WIDTH] for start in rows)
    judge.check(right == FRAMES, f"{step}: {right} of {FRAMES} frames right in every bit")


def judge_claims_and_loss(judge):
    judge.check(judge.json("info_while_streaming").get("device", {}).get("state") == "inUse",
                "a camera that streams is in use")
    code, sentence = judge.error("second_claim")
    judge.check(code == "DeviceInUse" and "is controlled by another program" in sentence, f"a second claim: {sentence}")
    code, sentence = judge.error("streaming")
    judge.check(code == "ConnectionLost" and judge.json("streaming").get("received", 0) > 0,
                f"unplugged after {judge.json('streaming').get('received')} frames: {sentence}")
    seconds = judge.ends("streaming") - float(judge.text("killed") or 0)
    judge.check(0 < seconds < 30, f"the program ended {seconds:.1f} s later")
    judge.check(judge.status("list_after_unplug") == 0 and "QEMU1" not in judge.devices("list_after_unplug"),
                "and the camera is in no list any more")


def judge_tests(judge, step):
    """The device layer's own tests, with their cameras in this kernel."""
    try:
        report = json.loads(judge.text(f"{step}.json"))
    except ValueError:
        report = {}
    for suite in report.get("testsuites", []):
        for test in suite["testsuite"]:
            judge.check(not test.get("failures"), f"{test['classname']}.{test['name']} ({test['time']})")
    judge.check(judge.status(step) == 0 and report.get("tests", 0) > 0,
                f"{step}: {report.get('tests', 0)} run, {report.get('failures')} failed")


def main(build):
    cache = build / "qemu"
    out = cache / "out"
    try:
        root, contents = packages.provide(cache)
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        boot(build, cache, root, out)
    except packages.Unavailable as reason:
        print(f"skipped: {reason}")
        return SKIPPED
    judge = Judge(out)
    print("kernel " + judge.text("release").strip() + ", " + ", ".join(
        name for name in contents if name.startswith(("qemu-system-x86=", "linux-image", "udev="))))
    judge_enumeration(judge)
    judge_strangers(judge)
    judge_discovery(judge)
    judge_frames(judge, "grab", "frames")
    judge_claims_and_loss(judge)
    high = judge.json("info_high_speed").get("device", {})
    judge.check(high.get("speed") == "HighSpeed" and len(high.get("warnings", [])) == 1,
                f"at USB 2: {' '.join(high.get('warnings', []))}")
    judge_frames(judge, "grab_high_speed", "frames_high_speed")
    judge_tests(judge, "tests")
    judge_tests(judge, "unplugs")
    print(f"{len(judge.wrong)} wrong; outputs of every step in {out}")
    return 1 if judge.wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
