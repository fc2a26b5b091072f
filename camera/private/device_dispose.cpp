// SPDX-License-Identifier: GPL-3.0-or-later
// Replaces GObject's dispose() in the classes of Aravis' devices, which GObject's public structures allow.
#include "camera/private/device_dispose.h"

#include "camera/private/graveyard.h"

#include <arv.h>

#include <cstring>
#include <mutex>
#include <utility>

#include <pthread.h>

namespace mv {

namespace {

using Dispose = void (*)(GObject *);

Dispose gigeDispose = nullptr, usbDispose = nullptr; // set once, before any device is open

/// Aravis names its threads: "arv_libusb", "arv_gv_heartbeat".
bool isThreadOfAravis()
{
    char name[16] = {};
    return pthread_getname_np(pthread_self(), name, sizeof name) == 0 && std::strncmp(name, "arv_", 4) == 0;
}

/// The last reference is being dropped. GObject lets a dispose() take another one: then the object lives on.
void disposeElsewhere(GObject *object)
{
    if (isThreadOfAravis()) {
        g_object_ref(object);
        Graveyard::instance().bury(QStringLiteral("a device of Aravis"), [object] { g_object_unref(object); });
        return;
    }
    (G_OBJECT_TYPE(object) == ARV_TYPE_UV_DEVICE ? usbDispose : gigeDispose)(object);
}

Dispose replaceDispose(GType type)
{
    // Never given back: the class must live as long as the process.
    return std::exchange(G_OBJECT_CLASS(g_type_class_ref(type))->dispose, disposeElsewhere);
}

} // namespace

void keepAravisFromEndingDevices()
{
    static std::once_flag once;
    std::call_once(once, [] {
        gigeDispose = replaceDispose(ARV_TYPE_GV_DEVICE);
        usbDispose = replaceDispose(ARV_TYPE_UV_DEVICE);
    });
}

} // namespace mv
