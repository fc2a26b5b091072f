// SPDX-License-Identifier: GPL-3.0-or-later
// The table of files; a file is added as a row here and an entry of FileSelector in the XML.
#include "camera/virtual/core/files/stored_files.h"

#include "camera/virtual/core/flat_field/defect_list.h"
#include "camera/virtual/core/flat_field/flat_field.h"
#include "camera/virtual/core/flat_field/map_file.h"

namespace mv::vcam {

namespace {

constexpr std::size_t kMostListBytes = 1 << 20;

std::shared_ptr<const FileImage> bytesImage(std::vector<std::uint8_t> bytes)
{
    return std::make_shared<BytesImage>(std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes)));
}

StoredFile mapRow(std::string_view name, std::int64_t number, MapKind kind, FlatField &flatField)
{
    return {name,
            number,
            mapFileBytes(flatField.width(), flatField.height()),
            [&flatField, kind]() -> std::shared_ptr<const FileImage> {
                if (!flatField.coefficients())
                    return nullptr;
                return std::make_shared<MapImage>(flatField.coefficients(), kind);
            },
            [&flatField, kind](const std::vector<std::uint8_t> &bytes) {
                auto changed = withMap(flatField.coefficients(), kind, bytes, flatField.width(), flatField.height());
                if (!changed)
                    return false;
                flatField.setCoefficients(std::move(changed));
                return true;
            },
            [&flatField] { return flatField.clear(); }};
}

StoredFile defectRow(std::int64_t number, FlatField &flatField)
{
    return {"DefectPixelList",
            number,
            kMostListBytes,
            [&flatField] {
                const std::string text = defectListText(*flatField.defects());
                return bytesImage({text.begin(), text.end()});
            },
            [&flatField](const std::vector<std::uint8_t> &bytes) {
                const std::string text(bytes.begin(), bytes.end());
                auto list = parseDefectList(text, flatField.width(), flatField.height());
                if (list)
                    flatField.setDefects(std::make_shared<const DefectList>(std::move(*list)));
                return list.has_value();
            },
            [&flatField] {
                flatField.setDefects(std::make_shared<const DefectList>());
                return true;
            }};
}

StoredFile userRow(std::int64_t number, FlatField &flatField)
{
    return {"UserFile",
            number,
            kMostUserBytes,
            [&flatField]() -> std::shared_ptr<const FileImage> {
                const auto &bytes = flatField.flash().userFile;
                return bytes ? std::make_shared<BytesImage>(bytes) : nullptr;
            },
            [&flatField](std::vector<std::uint8_t> bytes) {
                flatField.setUserFile(std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes)));
                return true;
            },
            [&flatField] {
                flatField.setUserFile(nullptr);
                return true;
            }};
}

} // namespace

std::vector<StoredFile> storedFiles(FlatField &flatField, Model model)
{
    std::vector<StoredFile> files;
    if (model != Model::Basic) {
        files.push_back(mapRow("FFCOffset", 0, MapKind::Offset, flatField));
        files.push_back(mapRow("FFCGain", 1, MapKind::Gain, flatField));
        files.push_back(defectRow(2, flatField));
    }
    files.push_back(userRow(3, flatField));
    return files;
}

} // namespace mv::vcam
