// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the line with a limit in bytes.
#include "widgets/text_box.h"

#include <QToolTip>
#include <QValidator>

namespace mv {
namespace {

class ByteLimit : public QValidator
{
public:
    ByteLimit(const int &maxBytes, QObject *parent) : QValidator(parent), m_maxBytes(maxBytes) {}

    State validate(QString &text, int &) const override
    {
        return m_maxBytes > 0 && text.toUtf8().size() > m_maxBytes ? Invalid : Acceptable;
    }

private:
    const int &m_maxBytes; // of the box
};

} // namespace

TextBox::TextBox(QWidget *parent) : QLineEdit(parent)
{
    setValidator(new ByteLimit(m_maxBytes, this));
    connect(this, &QLineEdit::inputRejected, this, &TextBox::sayFull);
}

void TextBox::setMaxBytes(int bytes)
{
    m_maxBytes = bytes;
}

void TextBox::sayFull()
{
    QToolTip::showText(mapToGlobal(rect().bottomLeft()), tr("The camera has room for %1 bytes.").arg(m_maxBytes), this);
}

void refreshText(QLineEdit &line, const QString &text)
{
    if (line.text() == text) {
        line.setModified(false);
        return;
    }
    const bool all = line.hasSelectedText() && line.selectedText() == line.text();
    const int caret = line.cursorPosition();
    line.setText(text);
    if (all)
        line.selectAll();
    else
        line.setCursorPosition(caret); // Qt keeps it inside
}

} // namespace mv
