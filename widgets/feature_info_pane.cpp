// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the parameter information.
#include "widgets/feature_info_pane.h"

#include "widgets/feature_text.h"
#include "widgets/theme.h"

#include <QDesktopServices>
#include <QUrl>

namespace mv {
namespace {

// What a camera may write about one feature at most; the rest is cut, since it comes from a file that may be broken.
constexpr int maxText = 4000;
constexpr int maxEntries = 40;
const QString revertScheme = QStringLiteral("mv-revert");
const QString featureScheme = QStringLiteral("mv-feature");

/// What a line is made from.
struct Subject
{
    const FeatureDescription &feature;
    const FeatureState &state;
    QVariant oldValue;
    QColor muted;
};

QString escaped(const QString &text)
{
    return text.left(maxText).toHtmlEscaped();
}

QString link(const QString &scheme, const QString &target, const QString &text)
{
    return QStringLiteral("<a href='%1:%2'>%3</a>").arg(scheme, target.toHtmlEscaped(), text.toHtmlEscaped());
}

QString featureLinks(const QStringList &names)
{
    QStringList links;
    for (const QString &name : names)
        links.append(link(featureScheme, name, name));
    return links.join(QStringLiteral(", "));
}

// What cannot be chosen now is there, too, in grey.
QString entriesText(const Subject &s)
{
    QStringList names;
    for (const EnumEntry &entry : s.feature.entries) {
        if (s.state.missingEntries.contains(entry.name))
            continue;
        const bool available = s.state.availableEntries.isEmpty() || s.state.availableEntries.contains(entry.name);
        names.append(available
                         ? escaped(entry.name)
                         : QStringLiteral("<span style='color:%1'>%2</span>")
                               .arg(s.muted.name(), escaped(FeatureInfoPane::tr("%1 (not now)").arg(entry.name))));
        if (names.size() > maxEntries) {
            names.last() = QStringLiteral("…");
            break;
        }
    }
    return names.join(QStringLiteral(", "));
}

QString oldValueText(const Subject &s)
{
    if (!s.oldValue.isValid())
        return {};
    return escaped(featureValueText(s.feature, s.oldValue)) + QStringLiteral(" · ") +
           link(revertScheme, s.feature.name, FeatureInfoPane::tr("put back"));
}

QString title(const FeatureDescription &feature)
{
    const QString name = escaped(feature.displayName.isEmpty() ? feature.name : feature.displayName);
    return QStringLiteral("<b>%1</b>").arg(feature.deprecated ? QStringLiteral("<s>%1</s>").arg(name) : name);
}

QString documentationLink(const Subject &s)
{
    const QUrl url(s.feature.docuUrl, QUrl::StrictMode);
    const bool isPage =
        url.isValid() && (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https"));
    return isPage ? QStringLiteral("<a href='%1'>%1</a>").arg(url.toString(QUrl::FullyEncoded).toHtmlEscaped())
                  : escaped(s.feature.docuUrl);
}

QStringList withoutEmpty(QStringList names)
{
    names.removeAll(QString());
    return names;
}

/// One line of the pane: what it is called and how it is made, as HTML.
struct Line
{
    const char *label;
    QString (*html)(const Subject &);
};

constexpr Line lines[] = {
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Name"), [](const Subject &s) { return escaped(s.feature.name); }},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Type"), [](const Subject &s) { return typeName(s.feature.type); }},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Value"),
     [](const Subject &s) { return escaped(featureValueText(s.feature, s.state)); }},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "At connecting"), oldValueText},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Range"),
     [](const Subject &s) { return escaped(featureRangeText(s.feature, s.state)); }},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Step"),
     [](const Subject &s) { return escaped(featureStepText(s.feature, s.state)); }},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Choices"), entriesText},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Unit"), [](const Subject &s) { return escaped(s.feature.unit); }},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Access"), [](const Subject &s) { return accessName(s.state.access); }},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Level"),
     [](const Subject &s) { return levelText(s.feature.visibility); }},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Selected by"),
     [](const Subject &s) { return featureLinks(s.feature.selectedBy); }},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Selects"),
     [](const Subject &s) { return featureLinks(s.feature.selects); }},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Same as"),
     [](const Subject &s) {
         return featureLinks(withoutEmpty({s.feature.alias, s.feature.castAlias}));
     }},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Documentation"), documentationLink},
};

QString paragraph(const QString &text, const QColor &color)
{
    return text.isEmpty()
               ? QString()
               : QStringLiteral("<p style='margin:4px 0 0 0;color:%1'>%2</p>").arg(color.name(), escaped(text));
}

QString htmlFor(const QModelIndex &index, const QPalette &palette)
{
    const auto *feature = index.data(FeatureModel::DescriptionRole).value<const FeatureDescription *>();
    const QColor muted = mutedColor(palette);
    if (!feature)
        return paragraph(FeatureInfoPane::tr("Select a parameter to read what it is."), muted);
    const auto state = index.data(FeatureModel::StateRole).value<FeatureState>();
    QString html = title(*feature);
    html += paragraph(index.data(FeatureModel::ProblemRole).toString(), errorColor(palette));
    if (feature->deprecated)
        html +=
            paragraph(FeatureInfoPane::tr("Deprecated: it may be missing in a newer camera."), warningColor(palette));
    if (!state.fault.isEmpty())
        html += paragraph(FeatureInfoPane::tr("The camera reports: %1.").arg(state.fault), errorColor(palette));
    if (state.error)
        html += paragraph(mv::toText(*state.error), errorColor(palette));
    html += paragraph(index.data(FeatureModel::WhyNotWritableRole).toString(), warningColor(palette));
    const QString about = feature->description.isEmpty() ? feature->toolTip : feature->description;
    html += paragraph(about, palette.color(QPalette::Text));
    html += QStringLiteral("<table style='margin-top:4px' cellspacing='0'>");
    const Subject subject{*feature, state, index.data(FeatureModel::OldValueRole), muted};
    for (const Line &line : lines) {
        const QString text = line.html(subject);
        if (!text.isEmpty())
            html +=
                QStringLiteral("<tr><td style='color:%1;padding-right:12px;white-space:nowrap'>%2</td><td>%3</td></tr>")
                    .arg(muted.name(), FeatureInfoPane::tr(line.label), text);
    }
    return html + QStringLiteral("</table>");
}

} // namespace

FeatureInfoPane::FeatureInfoPane(QWidget *parent) : QTextBrowser(parent)
{
    setObjectName(QStringLiteral("featureInfo"));
    setAccessibleName(tr("About the selected parameter"));
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    document()->setDocumentMargin(8);
    connect(this, &QTextBrowser::anchorClicked, this, &FeatureInfoPane::follow);
    showRow(QModelIndex());
}

void FeatureInfoPane::showRow(const QModelIndex &index)
{
    m_name = index.data(FeatureModel::NameRole).toString();
    const QString html = htmlFor(index, palette());
    if (html == m_html) // values are refreshed often; the selection and the scroll position must not jump
        return;
    m_html = html;
    setHtml(html);
}

// What stands in a camera's description is a stranger's text: nothing but pages of the web is opened.
void FeatureInfoPane::follow(const QUrl &link)
{
    if (link.scheme() == revertScheme)
        Q_EMIT revertRequested(m_name);
    else if (link.scheme() == featureScheme)
        Q_EMIT featureRequested(link.path());
    else if (link.scheme() == QLatin1String("http") || link.scheme() == QLatin1String("https"))
        QDesktopServices::openUrl(link);
}

} // namespace mv
