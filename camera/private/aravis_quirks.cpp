// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be done about Aravis as a whole, whatever the camera.
#include "camera/private/aravis_quirks.h"

#include <QLoggingCategory>

#include <glib.h>

#include <algorithm>
#include <atomic>
#include <iterator>

namespace mv {

namespace {

Q_LOGGING_CATEGORY(logAravis, "mv.aravis", QtFatalMsg)

std::atomic<std::uint64_t> messages{0};

void toQt(const gchar *domain, GLogLevelFlags level, const gchar *text, gpointer)
{
    if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING))
        ++messages;
    qCWarning(logAravis, "%s: %s", domain ? domain : "GLib", text ? text : "");
}

struct LegacyModel
{
    QLatin1String vendor, model;
};
/// Found by Aravis' users (src/arvgcport.c, newest revision): ModelName and VendorName as the XML writes them.
constexpr LegacyModel legacyModels[] = {
    {QLatin1String("AT_Automation_Technology_GmbH"), QLatin1String("C6_X_GigE")},
    {QLatin1String("DO3THINK"), QLatin1String("MGV518")},
    {QLatin1String("EVK"), QLatin1String("HELIOS")},
    {QLatin1String("IDS_Imaging_Development_Systems_GmbH"), QLatin1String("GV_53FxLE_M")},
    {QLatin1String("IDS_Imaging_Development_Systems_GmbH"), QLatin1String("GV_58CxLE_M")},
    {QLatin1String("IDS_Imaging_Development_Systems_GmbH"), QLatin1String("GV_524xCP_NIR")},
    {QLatin1String("IDS_Imaging_Development_Systems_GmbH"), QLatin1String("GV_599xCP_C")},
    {QLatin1String("Imperx"), QLatin1String("IpxGEVCamera")},
    {QLatin1String("KowaOptronics"), QLatin1String("SC130ET3")},
    {QLatin1String("NIT"), QLatin1String("Tachyon16k")},
    {QLatin1String("NIT"), QLatin1String("NSC1601GIGE")},
    {QLatin1String("PleoraTechnologiesInc"), QLatin1String("iPORTCLGigE")},
    {QLatin1String("PleoraTechnologiesInc"), QLatin1String("NTxGigE")},
    {QLatin1String("Sony"), QLatin1String("XCG_CGSeries")},
    {QLatin1String("Sony"), QLatin1String("XCG_CPSeries")},
    {QLatin1String("TeledyneDALSA"), QLatin1String("ICE")},
    {QLatin1String("Xenics"), QLatin1String("Wildcat")},
    {QLatin1String("FLIR"), QLatin1String("XscSeries")},
};

} // namespace

std::mutex &aravisParserMutex()
{
    static std::mutex mutex; // guards the static parser state inside libaravis
    return mutex;
}

void routeGLibMessages()
{
    static std::once_flag once;
    std::call_once(once, [] { g_log_set_default_handler(toQt, nullptr); });
}

std::uint64_t glibMessageCount()
{
    return messages;
}

bool isLegacyGigEModel(const QString &vendor, const QString &model)
{
    return std::any_of(std::begin(legacyModels), std::end(legacyModels),
                       [&vendor, &model](const LegacyModel &m) { return m.vendor == vendor && m.model == model; });
}

} // namespace mv
