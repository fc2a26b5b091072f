#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Breaks each house rule in a small tree and asks check.py to notice."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import check  # noqa: E402

HEAD = "// SPDX-License-Identifier: GPL-3.0-or-later\n// A file.\n"


class HouseRules(unittest.TestCase):
    def found(self, files):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in files.items():
                target = pathlib.Path(folder) / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
            return "\n".join(check.findings(folder))

    def test_clean_tree_passes(self):
        self.assertEqual("", self.found({
            "camera/private/a.cpp": HEAD + '#include <arv.h>\n#include "camera/imaging/frame.h"\n',
            "camera/virtual/usbip/a.cpp": HEAD + '#include "camera/virtual/core/b.h"\n#include <libusb.h>\n',
            "widgets/b_panel.h": HEAD + "#pragma once\n#include <QWidget>\n#include <camera/camera.h>\n",
            "camera/CMakeLists.txt": "target_link_libraries(mv_camera PUBLIC mv_imaging PRIVATE mv_warnings)\n"}))

    def test_each_broken_rule_is_found(self):
        long_function = HEAD + "void longOne()\n{\n" + "    int a = 0;\n" * 90 + "}\n"
        broken = {
            "may not include widgets/x.h": {"camera/a.cpp": HEAD + '#include "widgets/x.h"\n'},
            "may not include camera/camera.h": {"camera/virtual/a.cpp": HEAD + '#include "camera/camera.h"\n'},
            "may not include camera/private/p.h": {"widgets/a.cpp": HEAD + '#include "camera/private/p.h"\n'},
            "room camera may not include camera/private/p.h":
                {"camera/a.h": HEAD + '#pragma once\n#include "camera/private/p.h"\n'},
            "Widgets header QWidget": {"camera/a.cpp": HEAD + "#include <QWidget>\n"},
            "Qt header QString": {"camera/virtual/a.cpp": HEAD + "#include <QString>\n"},
            "Aravis header arv.h": {"camera/a.cpp": HEAD + "#include <arv.h>\n"},
            "libusb header": {"app/cli/a.cpp": HEAD + "#include <libusb-1.0/libusb.h>\n"},
            "room camera/virtual may not include camera/virtual/usbip/s.h":
                {"camera/virtual/u3v/a.cpp": HEAD + '#include "camera/virtual/usbip/s.h"\n'},
            "room camera/virtual/usbip may not include camera/camera.h":
                {"camera/virtual/usbip/a.cpp": HEAD + '#include "camera/camera.h"\n'},
            "libusb header libusb.h": {"camera/virtual/u3v/a.cpp": HEAD + "#include <libusb.h>\n"},
            "OpenCV header": {"widgets/a.cpp": HEAD + "#include <opencv2/core.hpp>\n"},
            "panels do not include": {"widgets/a_panel.cpp": HEAD + '#include "widgets/b_panel.h"\n'},
            "mv_virtual may not link mv_camera":
                {"camera/virtual/CMakeLists.txt": "target_link_libraries(mv_virtual PRIVATE mv_camera)\n"},
            "processEvents is banned": {"app/viewer/a.cpp": HEAD + "void f() { QApplication::processEvents(); }\n"},
            "disabled test is banned": {"tests/app/a.cpp": HEAD + "void f() { QSKIP(\"no\"); }\n"},
            "not the SPDX line": {"widgets/a.cpp": "int a;\n"},
            "without #pragma once": {"widgets/a.h": HEAD},
            "using-directive": {"widgets/a.h": HEAD + "#pragma once\nusing namespace std;\n"},
            "function longOne has 93 lines": {"widgets/a.cpp": long_function},
            "lines (at most 800)": {"widgets/a.cpp": HEAD + "\n" * 801},
            "stands in no room": {"app/a.cpp": HEAD},
        }
        for expected, files in broken.items():
            with self.subTest(expected):
                self.assertIn(expected, self.found(files))


if __name__ == "__main__":
    unittest.main()
