// SPDX-License-Identifier: GPL-3.0-or-later
// Aravis' own evaluator on the same device: an independent witness for ours.
#include "aravis_witness.h"

#include "camera/private/aravis_quirks.h"
#include "camera/private/genapi_graph.h"

#include <algorithm>
#include <cmath>

namespace mv::test {

namespace {

struct ProxyDevice
{
    ArvDevice parent;
    RegisterPort *port;
};
struct ProxyDeviceClass
{
    ArvDeviceClass parent;
};

RegisterPort &portOf(ArvDevice *device)
{
    return *reinterpret_cast<ProxyDevice *>(device)->port;
}

gboolean readMemory(ArvDevice *device, guint64 address, guint32 size, void *buffer, GError **error)
{
    return portOf(device).read(address, size, buffer, error);
}

gboolean writeMemory(ArvDevice *device, guint64 address, guint32 size, void *buffer, GError **error)
{
    return portOf(device).write(address, size, buffer, error);
}

void initClass(gpointer classPointer, gpointer)
{
    auto *device = static_cast<ArvDeviceClass *>(classPointer);
    device->read_memory = readMemory;
    device->write_memory = writeMemory;
}

GObjectPtr<ArvDevice> newProxy(RegisterPort *port)
{
    static const GType type =
        g_type_register_static_simple(ARV_TYPE_DEVICE, "MvTestProxyDevice", sizeof(ProxyDeviceClass), initClass,
                                      sizeof(ProxyDevice), nullptr, GTypeFlags(0));
    auto *device = static_cast<ArvDevice *>(g_object_new(type, nullptr));
    reinterpret_cast<ProxyDevice *>(device)->port = port;
    return GObjectPtr<ArvDevice>::adopt(device);
}

QVariant registerBytes(ArvGcRegister *reg, GError **error)
{
    GErrorPtr failure;
    const auto length = arv_gc_register_get_length(reg, failure.out());
    QByteArray bytes(failure ? 0 : qsizetype(length), '\0');
    if (!failure)
        arv_gc_register_get(reg, bytes.data(), guint64(bytes.size()), failure.out());
    if (failure)
        failure.propagateTo(error);
    return bytes;
}

QString decoded(const char *text)
{
    const auto utf8 = QString::fromUtf8(text);
    return utf8.contains(QChar::ReplacementCharacter) ? QString::fromLatin1(text) : utf8;
}

/// Ours as the witness gives it: the number of an enumeration's entry.
QVariant comparable(const GenApiNode &node, const QVariant &value)
{
    if (node.kind == NodeKind::Boolean)
        return qint64(value.toBool());
    const auto entry = std::find_if(node.entries.begin(), node.entries.end(),
                                    [&value](const GenApiEntry &e) { return e.entry.name == value.toString(); });
    return node.kind == NodeKind::Enumeration && entry != node.entries.end() ? QVariant(entry->entry.value) : value;
}

bool same(const QVariant &ours, const QVariant &theirs)
{
    if (ours.typeId() != QMetaType::Double)
        return ours == theirs;
    const double a = ours.toDouble();
    const double b = theirs.toDouble();
    return a == b || std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b)); // pow() may be done in other steps
}

QString shown(const QVariant &value)
{
    return value.typeId() == QMetaType::Double ? QString::number(value.toDouble(), 'g', 17) : value.toString();
}

} // namespace

AravisWitness::AravisWitness(ArvDevice *device, const QByteArray &xml)
    : m_port(device, RegisterPort::Addressing::Memory) // outside a pass: counts, keeps nothing
    , m_proxy(newProxy(&m_port))
{
    const std::lock_guard lock(aravisParserMutex());
    m_gc = GObjectPtr<ArvGc>::adopt(arv_gc_new(m_proxy.get(), xml.constData(), std::size_t(xml.size())));
}

std::optional<QVariant> AravisWitness::value(const QString &name) const
{
    auto *node = this->node(name);
    GErrorPtr error;
    QVariant value;
    if (ARV_IS_GC_BOOLEAN(node))
        value = qint64(arv_gc_boolean_get_value(ARV_GC_BOOLEAN(node), error.out()));
    else if (ARV_IS_GC_ENUMERATION(node))
        value = qint64(arv_gc_enumeration_get_int_value(ARV_GC_ENUMERATION(node), error.out()));
    else if (ARV_IS_GC_INTEGER(node))
        value = qint64(arv_gc_integer_get_value(ARV_GC_INTEGER(node), error.out()));
    else if (ARV_IS_GC_FLOAT(node))
        value = arv_gc_float_get_value(ARV_GC_FLOAT(node), error.out());
    else if (ARV_IS_GC_STRING(node))
        value = decoded(arv_gc_string_get_value(ARV_GC_STRING(node), error.out()));
    else if (ARV_IS_GC_REGISTER(node))
        value = registerBytes(ARV_GC_REGISTER(node), error.out());
    return error || !value.isValid() ? std::nullopt : std::optional(value);
}

Comparison compareWithAravis(ArvDevice *device, const QByteArray &xml, FeatureEngine &engine)
{
    const GenApiGraph graph(parseGenApiXml(xml, QStringLiteral("witness")).value());
    QStringList names;
    for (int i = 0; i < graph.size(); ++i) {
        const auto &node = graph.node(i);
        if (featureType(node.kind) && node.kind != NodeKind::Command)
            names.append(node.name);
    }
    const auto states = engine.read(names);
    const AravisWitness witness(device, xml);
    Comparison result;
    if (!witness.ok())
        return result;
    for (const auto &name : std::as_const(names)) {
        const auto state = states.value(name);
        if (!state.value.isValid())
            continue;
        const auto ours = comparable(graph.node(graph.find(name)), state.value);
        const auto theirs = witness.value(name);
        if (!theirs)
            ++result.onlyOurs;
        else if (same(ours, *theirs))
            ++result.same;
        else
            result.differences.push_back({name, shown(ours), shown(*theirs)});
    }
    return result;
}

} // namespace mv::test
