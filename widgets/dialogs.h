// SPDX-License-Identifier: GPL-3.0-or-later
// Every question that the program asks goes through here, so that a test can answer it.
#pragma once

#include <QString>

#include <functional>

class QMessageBox;
class QWidget;

namespace mv::dialogs {

/// A question with two ways out. The accept button does what the sentence asks; the other one keeps things as they are,
/// and is what the Enter key presses.
struct Question
{
    QString title;
    QString text;
    QString acceptText;
    QString rejectText;
};

/// Ask without blocking: @p answer is called once, with true for accept. Returns the box, which deletes itself once it
/// is closed, so that a question can be withdrawn; null if a stand-in has answered. Thread: GUI.
QMessageBox *ask(QWidget *parent, const Question &question, std::function<void(bool)> answer);
/// Show a text that needs no answer (About).
void tell(QWidget *parent, const QString &title, const QString &text);
/// Ask for a file to write: @p chosen is called with its path and the extension of the filter that was chosen, and not
/// at all if the user gives up. A name without an extension has got that one already (and the question whether to
/// replace such a file has been asked).
void chooseSaveFile(QWidget *parent, const QString &title, const QString &proposal, const QString &filters,
                    std::function<void(const QString &path, const QString &extension)> chosen);
/// "png" of "PNG, full depth (*.png)".
QString extensionOfFilter(const QString &filter);

/// What a test puts in the place of the person in front of the window; nothing is shown then.
struct StandIn
{
    std::function<bool(const Question &)> ask;
    std::function<void(const QString &title, const QString &text)> tell;
    std::function<QString(const QString &title)> chooseSaveFile;
};
/// Takes effect until it is called with a default-constructed value.
void setStandIn(StandIn standIn);

} // namespace mv::dialogs
