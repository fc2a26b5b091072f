# SPDX-License-Identifier: GPL-3.0-or-later
"""What a camera's features are and how they stand, read from its XML by rules of GenApi alone (schema 1.1): a second
opinion on mv-cli features, as short as a subset of GenApi allows. Raises on what it does not know."""
import re
import struct
import xml.etree.ElementTree as ElementTree

TYPES = {"Integer": "Integer", "IntReg": "Integer", "MaskedIntReg": "Integer", "IntSwissKnife": "Integer",
         "Float": "Float", "FloatReg": "Float", "SwissKnife": "Float", "Boolean": "Boolean",
         "Enumeration": "Enumeration", "String": "String", "StringReg": "String", "Command": "Command",
         "Register": "Register"}
REGISTERS = {"IntReg", "MaskedIntReg", "FloatReg", "StringReg", "Register"}
RIGHTS = {"RO": {"r"}, "WO": {"w"}, "RW": {"r", "w"}}


class NotThere(Exception):
    """Event or chunk data: no value by nature."""


def number(text):
    text = text.strip()
    if re.fullmatch(r"[-+]?0[xX][0-9a-fA-F]+", text):
        return int(text, 16)
    return int(text) if re.fullmatch(r"[-+]?\d+", text) else float(text)


class Reading:
    def __init__(self, camera, xml, constants=None):
        self.camera, self.constants = camera, constants or {}
        # The namespace says nothing here; one tree in which tags are plain names.
        self.root = ElementTree.fromstring(re.sub(rb'\sxmlns="[^"]*"', b"", xml, count=1))
        self.nodes = {node.get("Name").strip(): node for node in self.root.iter()
                      if node.get("Name") and (node.tag in TYPES or node.tag in ("Category", "Port"))}
        self.known = {}

    def text(self, node, tag, otherwise=""):
        child = node.find(tag)
        return (child.text or "").strip() if child is not None else otherwise

    def link(self, node, tag):
        name = self.text(node, tag)
        return self.nodes[name] if name else None

    def features(self):
        """Nodes with the category that lists them first, in the order of the category tree, each once."""
        order, seen = [], set()

        def walk(category):
            seen.add(category)
            for child in self.nodes[category].findall("pFeature"):
                name = child.text.strip()
                if name in seen or name not in self.nodes:
                    continue
                if self.nodes[name].tag == "Category":
                    walk(name)
                else:
                    seen.add(name)
                    order.append((self.nodes[name], category))
        walk("Root")
        return order

    # --- values

    def raw(self, node):
        if node.find("Address") is None or len(node.findall("Address")) != 1:
            raise NotImplementedError(node.get("Name"))
        port = self.nodes[self.text(node, "pPort")]
        if port.find("EventID") is not None or port.find("ChunkID") is not None:
            raise NotThere(node.get("Name"))
        place = (number(self.text(node, "Address")), number(self.text(node, "Length")))
        if place not in self.known:
            self.known[place] = self.camera.read(*place)
        return self.known[place]

    def order(self, node):
        return "big" if self.text(node, "Endianess") == "BigEndian" else "little"

    def integer_register(self, node):
        raw = self.raw(node)
        signed = self.text(node, "Sign") == "Signed"
        if node.tag == "IntReg":
            return int.from_bytes(raw, self.order(node), signed=signed)
        value, width = int.from_bytes(raw, self.order(node)), 8 * len(raw)
        bits = [number(self.text(node, tag)) for tag in ("Bit", "LSB", "MSB") if node.find(tag) is not None]
        if self.order(node) == "big":
            bits = [width - 1 - bit for bit in bits]  # bit 0 is the highest there
        if signed:
            raise NotImplementedError(node.get("Name"))
        return value >> min(bits) & (1 << max(bits) - min(bits) + 1) - 1

    def formula(self, node):
        names = {v.get("Name"): self.value(self.nodes[v.text.strip()]) for v in node.findall("pVariable")}
        text = self.text(node, "Formula")
        if not re.fullmatch(r"[\w\s.+*()<>=-]*", text):
            raise NotImplementedError(text)
        python = re.sub(r"(?<![<>=!])=(?!=)", "==", text.replace("<>", "!="))
        return int(eval(python, {"__builtins__": {}}, names))

    def value(self, node):
        """A number, text or bytes."""
        tag = node.tag
        if node.get("Name") in self.constants:
            return self.constants[node.get("Name")]
        if tag in ("IntReg", "MaskedIntReg"):
            return self.integer_register(node)
        if tag == "FloatReg":
            raw = self.raw(node)
            return struct.unpack((">" if self.order(node) == "big" else "<") + ("d" if len(raw) == 8 else "f"), raw)[0]
        if tag == "StringReg":
            return self.raw(node).split(b"\0")[0].decode()
        if tag == "Register":
            return self.raw(node)
        if tag in ("SwissKnife", "IntSwissKnife"):
            return self.formula(node)
        below = self.link(node, "pValue")
        value = self.value(below) if below is not None else self.text(node, "Value")
        if tag == "String":
            return value
        if isinstance(value, str):
            value = number(value)
        if tag == "Boolean":
            return value == number(self.text(node, "OnValue", "1"))
        return value

    def condition(self, node, tag, otherwise):
        target = self.link(node, tag)
        return otherwise if target is None else bool(self.value(target))

    # --- what mv-cli prints

    def access(self, node):
        rights, locked, available = {"r", "w"}, False, True
        below = node
        while below is not None:
            if not self.condition(below, "pIsImplemented", True):
                return "NI", False
            available = available and self.condition(below, "pIsAvailable", True)
            if below.tag in REGISTERS:
                rights &= RIGHTS[self.text(below, "AccessMode", "RO")]
            if below.tag in ("SwissKnife", "IntSwissKnife"):
                rights &= {"r"}
            rights &= RIGHTS[self.text(below, "ImposedAccessMode", "RW")]
            locked = locked or self.condition(below, "pIsLocked", False)
            below = self.link(below, "pValue")
        if not available:
            return "NA", False
        if locked and "w" in rights:
            return ("RO", True) if "r" in rights else ("NA", True)
        return {frozenset("r"): "RO", frozenset("w"): "WO", frozenset("rw"): "RW", frozenset(): "NA"}[frozenset(rights)], False

    def limit(self, node, own, linked):
        while node is not None:
            if node.find(linked) is not None:
                return self.value(self.link(node, linked))
            if node.find(own) is not None:
                return number(self.text(node, own))
            if node.tag in ("IntReg", "MaskedIntReg"):
                return self.register_limit(node, own)
            node = self.link(node, "pValue")
        return None

    def register_limit(self, node, own):
        bits = 8 * number(self.text(node, "Length"))
        if node.tag == "MaskedIntReg":
            marks = [number(self.text(node, tag)) for tag in ("Bit", "LSB", "MSB") if node.find(tag) is not None]
            bits = max(marks) - min(marks) + 1
        signed = self.text(node, "Sign") == "Signed"
        most = min((1 << (bits - signed)) - 1, (1 << 63) - 1)  # an unsigned 64-bit register reaches beyond a 64-bit integer
        return most if own == "Max" else (-most - 1 if signed else 0)

    def step(self, node):
        while node is not None:
            if node.find("Inc") is not None:
                return number(self.text(node, "Inc"))
            node = self.link(node, "pValue")
        return None

    def entries(self, node):
        return [(e.get("Name").strip(), number(self.text(e, "Value")), self.condition(e, "pIsAvailable", True))
                for e in node.findall("EnumEntry") if self.condition(e, "pIsImplemented", True)]
