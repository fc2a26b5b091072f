# SPDX-License-Identifier: GPL-3.0-or-later
"""A GigE Vision camera's registers and description, read without anything of ours: plain GVCP (GigE Vision 2.0, 16.2)."""
import io
import socket
import struct
import zipfile

PORT, READMEM, XML_URL = 3956, 0x84, 0x200


class GigeCamera:
    """Reads only, so that it needs no control of the camera."""

    def __init__(self, address):
        self.address, self.request, self.socket = address, 0, socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(1)

    def packet(self, address, count):
        for _ in range(10):
            self.request = self.request % 0xFFFF + 1
            ask = struct.pack(">BBHHHIHH", 0x42, 1, READMEM, 8, self.request, address, 0, count)
            self.socket.sendto(ask, (self.address, PORT))
            try:
                while True:
                    answer = self.socket.recv(2048)
                    status, _, _, number = struct.unpack(">HHHH", answer[:8])
                    if number == self.request:
                        break
            except socket.timeout:
                continue
            if status:
                raise OSError(f"status {status:#x} at address {address:#x}")
            return answer[12:]
        raise OSError(f"no answer from {self.address}")

    def read(self, address, count):
        begin, end, data = address & ~3, (address + count + 3) & ~3, b""
        while begin + len(data) < end:
            data += self.packet(begin + len(data), min(512, end - begin - len(data)))
        return data[address - begin:address - begin + count]

    def description(self):
        name, place, size = self.read(XML_URL, 512).split(b"\0")[0].decode().split(";")[:3]
        data = self.read(int(place, 16), int(size, 16))
        if name.lower().endswith(".zip"):
            archive = zipfile.ZipFile(io.BytesIO(data))
            data = archive.read(archive.namelist()[0])
        return data
