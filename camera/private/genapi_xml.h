// SPDX-License-Identifier: GPL-3.0-or-later
// A camera's description as bytes -> a checked XML document, and the words and numbers in it.
#pragma once

#include "camera/error.h"

#include <QByteArray>
#include <QString>

#include <pugixml.hpp>

#include <memory>
#include <optional>

namespace mv {

/// Reads what cameras really serve: byte-order marks, banners and comments before the declaration, padding after the
/// end, UTF-16. Fails with NoDescription (nothing there) or BrokenDescription; @p label names the camera in both.
Result<std::shared_ptr<const pugi::xml_document>> parseGenApiXml(const QByteArray &bytes, const QString &label);

/// @p text without what XML 1.0 and GenApi names do not allow: surrounding white space, control characters, bytes that
/// are no UTF-8.
QString xmlText(const char *text);
/// Text of the first child @p tag of @p node, cleaned as above; empty where there is none.
QString xmlChild(pugi::xml_node node, const char *tag);
QString xmlAttribute(pugi::xml_node node, const char *name);

/// A GenApi integer: decimal (leading zeros are no octal) or 0x hexadecimal, where 0xFFFFFFFFFFFFFFFF is -1.
std::optional<qint64> xmlInteger(const QString &text);
/// An integer as above, or a finite number with a point and an exponent.
std::optional<double> xmlNumber(const QString &text);

} // namespace mv
