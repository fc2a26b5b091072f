# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian packages, fetched and unpacked into a folder of the build tree; nothing is installed."""
import pathlib
import re
import shutil
import subprocess

# What is not on the machine anyhow, with all that it needs, as apt sees it.
PROGRAMS = ("qemu-system-x86", "busybox-static", "udev")
KERNEL = "linux-image-amd64"
# Of the kernel's package only what a guest without hardware needs.
KERNEL_PARTS = ("./boot/vmlinuz-*",) + tuple(
    f"./lib/modules/*/kernel/{folder}/*"
    for folder in ("drivers/usb", "drivers/virtio", "net/9p", "fs/9p", "fs/netfs", "fs/fscache"))
APT = ("apt-get", "-q", "-o", "Debug::NoLocking=1")
LIST = "contents"


class Unavailable(Exception):
    """Why there is no guest: one line."""


def run(command, **keywords):
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True, **keywords).stdout
    except FileNotFoundError:
        raise Unavailable(f"there is no {command[0]} on this machine") from None
    except subprocess.TimeoutExpired:
        raise Unavailable(f"'{' '.join(command[:6])} …' took too long") from None
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or [f"status {error.returncode}"])[-1]
        raise Unavailable(f"'{' '.join(command[:6])} …' failed: {last}") from None


def closure():
    """name=version of every package that is missing, the kernel's included."""
    plan = run([*APT, "-s", "--no-install-recommends", "install", *PROGRAMS])
    missing = re.findall(r"^Inst (\S+) \((\S+) ", plan, re.M)  # an upgrade would have [old version] in between
    kernel = re.search(r"Depends: (linux-image-\S+)", run(["apt-cache", "depends", KERNEL]))
    if not kernel:
        raise Unavailable(f"apt knows no {KERNEL}; run 'apt-get update'")
    version = re.search(r"^Version: (\S+)", run(["apt-cache", "show", "--no-all-versions", kernel[1]]), re.M)
    return sorted(f"{name}={v}" for name, v in [*missing, (kernel[1], version[1])])


def unpack(file, root):
    if not file.name.startswith("linux-image"):
        run(["dpkg-deb", "-x", str(file), str(root)])
        return
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(file)], stdout=subprocess.PIPE) as tar:
        run(["tar", "-x", "-C", str(root), "--wildcards", *KERNEL_PARTS], stdin=tar.stdout)


def provide(cache):
    """The folder that the packages are unpacked in, and their names with versions. Who wants newer ones deletes it."""
    root = cache / "root"
    contents = root / LIST
    if contents.is_file():
        return root, contents.read_text().split()
    wanted = closure()
    shutil.rmtree(cache, ignore_errors=True)
    files = cache / "packages"
    files.mkdir(parents=True)
    run([*APT, "download", *wanted], cwd=files, timeout=600)
    root.mkdir()
    for file in sorted(files.glob("*.deb")):
        unpack(file, root)
    shutil.rmtree(files)
    contents.write_text("\n".join(wanted) + "\n")
    return root, wanted


def find(root, *places):
    """The first of @places that was unpacked, or else is installed."""
    for place in places:
        for candidate in (root / place, pathlib.Path("/") / place):
            if candidate.is_file():
                return candidate
    raise Unavailable(f"{places[0]} is neither in the packages nor installed")
