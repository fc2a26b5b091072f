// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the parameter information.
#include "widgets/feature_info_pane.h"

#include "widgets/feature_text.h"
#include "widgets/theme.h"

namespace mv {
namespace {

// What a camera may write about one feature at most; the rest is cut, since it comes from a file that may be broken.
constexpr int maxText = 4000;
constexpr int maxEntries = 40;

QString entriesText(const FeatureDescription &feature, const FeatureState &state)
{
    QStringList names;
    for (const EnumEntry &entry : feature.entries) {
        if (state.availableEntries.isEmpty() || state.availableEntries.contains(entry.name))
            names.append(entry.name);
    }
    if (names.size() <= maxEntries)
        return names.join(QStringLiteral(", "));
    return names.mid(0, maxEntries).join(QStringLiteral(", ")) + QStringLiteral(", …");
}

/// One line of the pane: what it is called and how it is made.
struct Line
{
    const char *label;
    QString (*text)(const FeatureDescription &, const FeatureState &);
};

constexpr Line lines[] = {
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Type"),
     [](const FeatureDescription &f, const FeatureState &) { return typeName(f.type); }},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Value"),
     [](const FeatureDescription &f, const FeatureState &s) { return featureValueText(f, s); }},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Range"),
     [](const FeatureDescription &f, const FeatureState &s) { return featureRangeText(f, s); }},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Choices"), entriesText},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Unit"),
     [](const FeatureDescription &f, const FeatureState &) { return f.unit; }},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Access"),
     [](const FeatureDescription &, const FeatureState &s) { return accessName(s.access); }},
    {QT_TRANSLATE_NOOP("mv::FeatureInfoPane", "Level"),
     [](const FeatureDescription &f, const FeatureState &) { return visibilityName(f.visibility); }},
};

QString paragraph(const QString &text, const QColor &color)
{
    return text.isEmpty() ? QString()
                          : QStringLiteral("<p style='margin:4px 0 0 0;color:%1'>%2</p>")
                                .arg(color.name(), text.left(maxText).toHtmlEscaped());
}

} // namespace

FeatureInfoPane::FeatureInfoPane(QWidget *parent) : QTextBrowser(parent)
{
    setObjectName(QStringLiteral("featureInfo"));
    setAccessibleName(tr("About the selected parameter"));
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    document()->setDocumentMargin(8);
    setFeature(nullptr, {}, {}, {});
}

void FeatureInfoPane::setFeature(const FeatureDescription *feature, const FeatureState &state, const QString &problem,
                                 const QString &whyNot)
{
    const QColor muted = mutedColor(palette());
    QString html;
    if (!feature) {
        html = paragraph(tr("Select a parameter to read what it is."), muted);
    } else {
        html = QStringLiteral("<b>%1</b>").arg(feature->name.toHtmlEscaped());
        if (!feature->displayName.isEmpty() && feature->displayName != feature->name)
            html += QStringLiteral(" <span style='color:%1'>%2</span>")
                        .arg(muted.name(), feature->displayName.toHtmlEscaped());
        html += paragraph(problem, errorColor(palette()));
        if (state.error)
            html += paragraph(mv::toText(*state.error), errorColor(palette()));
        html += paragraph(whyNot, muted);
        const QString about = feature->description.isEmpty() ? feature->toolTip : feature->description;
        html += paragraph(about, palette().color(QPalette::Text));
        html += QStringLiteral("<table style='margin-top:4px' cellspacing='0'>");
        for (const Line &line : lines) {
            const QString text = line.text(*feature, state);
            if (!text.isEmpty())
                html += QStringLiteral("<tr><td style='color:%1;padding-right:12px'>%2</td><td>%3</td></tr>")
                            .arg(muted.name(), tr(line.label), text.left(maxText).toHtmlEscaped());
        }
        html += QStringLiteral("</table>");
    }
    if (html == m_html) // values are refreshed often; the selection and the scroll position must not jump
        return;
    m_html = html;
    setHtml(html);
}

} // namespace mv
