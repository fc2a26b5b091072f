// SPDX-License-Identifier: GPL-3.0-or-later
// A line of text that holds no more bytes than the camera has room for.
#pragma once

#include <QLineEdit>

namespace mv {

/// Does not take what would not fit, and says so; bytes are counted as UTF-8. Thread: GUI.
class TextBox : public QLineEdit
{
    Q_OBJECT

public:
    explicit TextBox(QWidget *parent = nullptr);

    /// 0 or less: no limit is known.
    void setMaxBytes(int bytes);

private:
    void sayFull();

    int m_maxBytes = 0;
};

/// @p line shows @p text from now on, as its unmodified content. A selection of everything stays one, the caret stays
/// where it is: polled values come while somebody is about to type.
void refreshText(QLineEdit &line, const QString &text);

} // namespace mv
