# SPDX-License-Identifier: GPL-3.0-or-later
"""The guest's first file system: busybox, kernel modules in the order of loading, and init.sh."""
import gzip
import re

MODULES = ("virtio_pci", "9p", "9pnet_virtio", "vhci_hcd")


def plain(name):
    return name.replace("-", "_")


def module_order(folder):
    """Files of MODULES and of all that they depend on, dependencies first."""
    files = {plain(f.stem): f for f in folder.rglob("*.ko")}
    order = []

    def add(name):
        if files[name] in order:
            return
        needs = re.search(rb"\0depends=([^\0]*)\0", files[name].read_bytes())
        for need in (needs[1].decode() if needs else "").split(","):
            # What is no file is built in, or else insmod will say what it misses.
            if plain(need) in files:
                add(plain(need))
        order.append(files[name])

    for name in MODULES:
        add(name)
    return order


def entry(name, mode, data=b"", inode=[0]):
    """One file in cpio's newc format."""
    inode[0] += 1
    path = name.encode() + b"\0"
    fields = (inode[0], mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(path), 0)
    head = b"070701" + b"".join(b"%08x" % field for field in fields) + path
    return head + b"\0" * (-len(head) % 4) + data + b"\0" * (-len(data) % 4)


def write(target, busybox, modules, init):
    order = module_order(modules)
    parts = [entry(folder, 0o040755) for folder in ("bin", "dev", "host", "lower", "modules", "proc", "sys")]
    parts.append(entry("bin/busybox", 0o100755, busybox.read_bytes()))
    parts.append(entry("init", 0o100755, init.read_bytes()))
    for number, file in enumerate(order):
        parts.append(entry(f"modules/{number:02}-{file.name}", 0o100644, file.read_bytes()))
    parts.append(entry("TRAILER!!!", 0))
    target.write_bytes(gzip.compress(b"".join(parts), 1))
    return [plain(file.stem) for file in order]
