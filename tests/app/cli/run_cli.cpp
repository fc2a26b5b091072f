// SPDX-License-Identifier: GPL-3.0-or-later
// Runs mv-cli as a person or a script does.
#include "run_cli.h"

#include <QJsonDocument>

namespace mv::test {

QJsonObject CliRun::json() const
{
    return out.count('\n') == 1 && out.endsWith('\n') ? QJsonDocument::fromJson(out).object() : QJsonObject();
}

int CliRun::errorLines() const
{
    return err.isEmpty() || err.endsWith('\n') ? static_cast<int>(err.count('\n')) : -1;
}

Cli::Cli(const QStringList &arguments, const QStringList &prefix) : m_process(std::make_unique<QProcess>())
{
    QStringList command = prefix;
    command << QStringLiteral(MV_BIN_DIR "/mv-cli") << arguments;
    m_process->start(command.first(), command.mid(1));
}

CliRun Cli::finish(std::chrono::seconds limit)
{
    CliRun run;
    const auto milliseconds = static_cast<int>(std::chrono::milliseconds(limit).count());
    if (m_process->waitForFinished(milliseconds) && m_process->exitStatus() == QProcess::NormalExit)
        run.status = m_process->exitCode();
    else
        m_process->kill();
    m_process->waitForFinished();
    run.out = m_process->readAllStandardOutput();
    run.err = m_process->readAllStandardError();
    return run;
}

CliRun runCli(const QStringList &arguments, const QStringList &prefix)
{
    return Cli(arguments, prefix).finish();
}

} // namespace mv::test
