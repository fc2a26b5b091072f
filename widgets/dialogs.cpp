// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the dialogs; none of them runs an event loop of its own.
#include "widgets/dialogs.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

#include <utility>

namespace mv::dialogs {
namespace {

StandIn g_standIn; // GUI thread only

} // namespace

void setStandIn(StandIn standIn)
{
    g_standIn = std::move(standIn);
}

QMessageBox *ask(QWidget *parent, const Question &question, std::function<void(bool)> answer)
{
    if (g_standIn.ask) {
        answer(g_standIn.ask(question));
        return nullptr;
    }
    auto *box = new QMessageBox(QMessageBox::Question, question.title, question.text, QMessageBox::NoButton, parent);
    box->setObjectName(QStringLiteral("question"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *accept = box->addButton(question.acceptText, QMessageBox::AcceptRole);
    QPushButton *reject = box->addButton(question.rejectText, QMessageBox::RejectRole);
    accept->setObjectName(QStringLiteral("accept"));
    reject->setObjectName(QStringLiteral("reject"));
    box->setDefaultButton(reject);
    box->setEscapeButton(reject);
    QObject::connect(box, &QDialog::finished, box,
                     [box, accept, answer = std::move(answer)] { answer(box->clickedButton() == accept); });
    box->open();
    return box;
}

void tell(QWidget *parent, const QString &title, const QString &text)
{
    if (g_standIn.tell) {
        g_standIn.tell(title, text);
        return;
    }
    auto *box = new QMessageBox(QMessageBox::NoIcon, title, text, QMessageBox::Close, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void chooseSaveFile(QWidget *parent, const QString &title, const QString &proposal, const QString &filters,
                    std::function<void(const QString &, const QString &)> chosen)
{
    const QString first = extensionOfFilter(filters.section(QStringLiteral(";;"), 0, 0));
    if (g_standIn.chooseSaveFile) {
        if (const QString path = g_standIn.chooseSaveFile(title); !path.isEmpty())
            chosen(path, first);
        return;
    }
    auto *dialog = new QFileDialog(parent, title, proposal, filters);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(first);
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog,
                     [dialog](const QString &filter) { dialog->setDefaultSuffix(extensionOfFilter(filter)); });
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
                     [dialog, chosen = std::move(chosen)](const QString &path) {
                         chosen(path, extensionOfFilter(dialog->selectedNameFilter()));
                     });
    dialog->open();
}

QString extensionOfFilter(const QString &filter)
{
    return filter.section(QStringLiteral("(*."), 1).section(u')', 0, 0).section(u' ', 0, 0);
}

} // namespace mv::dialogs
