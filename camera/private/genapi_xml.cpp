// SPDX-License-Identifier: GPL-3.0-or-later
// A camera's description as bytes -> a checked XML document, and the words and numbers in it.
#include "camera/private/genapi_xml.h"

#include <QByteArrayView>

#include <cmath>
#include <cstring>

namespace mv {

namespace {

constexpr const char *rootTag = "RegisterDescription";
/// The largest real description known to us has 2 MB; more than this is garbage or an attack.
constexpr qsizetype maxBytes = 64 << 20;
/// Schema 1.1 needs 5 levels and any number of nested groups; every walk over the tree may recurse this deep.
constexpr int maxDepth = 64;

/// Stops the walk at an element that is nested too deep.
struct DepthLimit : pugi::xml_tree_walker
{
    bool for_each(pugi::xml_node &) override { return depth() < maxDepth; }
};

bool isUtf16Or32(const QByteArray &bytes)
{
    return bytes.startsWith("\xFF\xFE") || bytes.startsWith("\xFE\xFF") ||
           bytes.startsWith(QByteArray("\0\0\xFE\xFF", 4));
}

/// The document without what stands before its declaration and behind its end tag.
QByteArrayView trimmedToDocument(const QByteArray &bytes)
{
    if (isUtf16Or32(bytes))
        return bytes;
    const auto root = bytes.indexOf(QByteArray("<") + rootTag);
    const auto declaration = bytes.indexOf("<?xml");
    const auto begin = declaration >= 0 && (root < 0 || declaration < root) ? declaration : root;
    if (begin < 0)
        return {};
    const QByteArray endTag = QByteArray("</") + rootTag;
    const auto end = bytes.lastIndexOf(endTag);
    const auto close = end < begin ? -1 : bytes.indexOf('>', end);
    // Without an end tag everything is handed on, so that the parser can say where it breaks off.
    return QByteArrayView(bytes).sliced(begin, (close < 0 ? bytes.size() : close + 1) - begin);
}

Error broken(const QString &label, const QString &detail)
{
    return {ErrorCode::BrokenDescription, {label}, detail};
}

} // namespace

Result<std::shared_ptr<const pugi::xml_document>> parseGenApiXml(const QByteArray &bytes, const QString &label)
{
    const bool blank = bytes.count('\0') + bytes.count(' ') + bytes.count('\n') + bytes.count('\r') == bytes.size();
    if (blank)
        return Error{ErrorCode::NoDescription, {label}, QStringLiteral("%1 blank bytes").arg(bytes.size())};
    if (bytes.size() > maxBytes)
        return broken(label, QStringLiteral("%1 bytes of XML").arg(bytes.size()));

    const auto content = trimmedToDocument(bytes);
    if (content.isEmpty())
        return broken(label, QStringLiteral("no <%1> in it").arg(QLatin1String(rootTag)));
    auto document = std::make_shared<pugi::xml_document>();
    const auto parsed = document->load_buffer(content.data(), std::size_t(content.size()));
    if (!parsed) {
        return broken(label, QStringLiteral("%1 at byte %2")
                                 .arg(QLatin1String(parsed.description()))
                                 .arg(content.data() - bytes.constData() + parsed.offset));
    }
    if (std::strcmp(document->document_element().name(), rootTag) != 0)
        return broken(label,
                      QStringLiteral("the root element is <%1>").arg(xmlText(document->document_element().name())));
    DepthLimit limit;
    if (!document->traverse(limit))
        return broken(label, QStringLiteral("elements nested deeper than %1").arg(maxDepth));
    return std::shared_ptr<const pugi::xml_document>(std::move(document));
}

QString xmlText(const char *text)
{
    QString clean;
    const auto decoded = QString::fromUtf8(text);
    clean.reserve(decoded.size());
    for (const QChar c : decoded) {
        const bool blank = c == u'\t' || c == u'\n' || c == u'\r';
        if (blank || (c >= u' ' && c != QChar(0xFFFE) && c != QChar(0xFFFF)))
            clean.append(c);
    }
    return clean.trimmed();
}

QString xmlChild(pugi::xml_node node, const char *tag)
{
    return xmlText(node.child(tag).text().get());
}

QString xmlAttribute(pugi::xml_node node, const char *name)
{
    return xmlText(node.attribute(name).value());
}

std::optional<qint64> xmlInteger(const QString &text)
{
    const bool negative = text.startsWith(u'-');
    const QStringView digits = QStringView(text).mid(negative || text.startsWith(u'+') ? 1 : 0);
    if (digits.isEmpty() || !digits.front().isDigit())
        return std::nullopt;
    bool ok = false;
    if (digits.startsWith(u"0x", Qt::CaseInsensitive)) {
        const quint64 bits = digits.mid(2).toULongLong(&ok, 16);
        const bool fits = ok && digits.size() > 2 && digits[2] != u'-' && digits[2] != u'+';
        return fits ? std::optional(qint64(negative ? 0 - bits : bits)) : std::nullopt;
    }
    const qint64 value = QStringView(text).toLongLong(&ok, 10);
    return ok ? std::optional(value) : std::nullopt;
}

std::optional<double> xmlNumber(const QString &text)
{
    if (const auto integer = xmlInteger(text))
        return double(*integer);
    bool ok = false;
    const double value = text.toDouble(&ok); // QString's conversion is the C locale's
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

} // namespace mv
