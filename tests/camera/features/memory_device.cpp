// SPDX-License-Identifier: GPL-3.0-or-later
// An ArvDevice made of sparse memory.
#include "memory_device.h"

#include <QFile>
#include <QtEndian>

#include <algorithm>
#include <set>

namespace mv::test {

namespace {

struct MemoryDevice
{
    ArvDevice parent;
    Memory *memory;
};
struct MemoryDeviceClass
{
    ArvDeviceClass parent;
};

Memory &memoryOf(ArvDevice *device)
{
    return *reinterpret_cast<MemoryDevice *>(device)->memory;
}

bool fails(const std::map<std::uint64_t, int> &failures, std::uint64_t address, GError **error)
{
    const auto failure = failures.find(address);
    if (failure != failures.end())
        g_set_error(error, ARV_DEVICE_ERROR, failure->second, "told to fail");
    return failure != failures.end();
}

gboolean readMemory(ArvDevice *device, guint64 address, guint32 size, void *buffer, GError **error)
{
    auto &memory = memoryOf(device);
    memory.reads.emplace_back(address, size);
    if (memory.beforeRead)
        memory.beforeRead(address);
    if (fails(memory.failReads, address, error))
        return FALSE;
    const auto bytes = memory.get(address, int(size));
    std::copy(bytes.begin(), bytes.end(), static_cast<char *>(buffer));
    return TRUE;
}

gboolean writeMemory(ArvDevice *device, guint64 address, guint32 size, void *buffer, GError **error)
{
    auto &memory = memoryOf(device);
    memory.writes.emplace_back(address, size);
    if (fails(memory.failWrites, address, error))
        return FALSE;
    memory.put(address, QByteArray(static_cast<const char *>(buffer), int(size)));
    if (memory.afterWrite)
        memory.afterWrite(address);
    return TRUE;
}

gboolean readRegister(ArvDevice *device, guint64 address, guint32 *value, GError **error)
{
    ++memoryOf(device).registerAccesses;
    const bool ok = readMemory(device, address, sizeof *value, value, error);
    *value = GUINT32_FROM_BE(*value); // as on GigE: the value is the number, whatever the byte order of the host
    return ok;
}

gboolean writeRegister(ArvDevice *device, guint64 address, guint32 value, GError **error)
{
    ++memoryOf(device).registerAccesses;
    value = GUINT32_TO_BE(value);
    return writeMemory(device, address, sizeof value, &value, error);
}

const char *genicamXml(ArvDevice *device, size_t *size)
{
    const auto &xml = memoryOf(device).xml;
    *size = std::size_t(xml.size());
    return xml.isNull() ? nullptr : xml.constData();
}

void initClass(gpointer classPointer, gpointer)
{
    auto *device = static_cast<ArvDeviceClass *>(classPointer);
    device->read_memory = readMemory;
    device->write_memory = writeMemory;
    device->read_register = readRegister;
    device->write_register = writeRegister;
    device->get_genicam_xml = genicamXml;
}

} // namespace

void Memory::put(std::uint64_t address, const QByteArray &data)
{
    for (const char byte : data)
        bytes[address++] = std::uint8_t(byte);
}

void Memory::putBig32(std::uint64_t address, std::uint32_t value)
{
    QByteArray data(4, '\0');
    qToBigEndian(value, data.data());
    put(address, data);
}

void Memory::putBig64(std::uint64_t address, std::uint64_t value)
{
    QByteArray data(8, '\0');
    qToBigEndian(value, data.data());
    put(address, data);
}

void Memory::putLittle32(std::uint64_t address, std::uint32_t value)
{
    QByteArray data(4, '\0');
    qToLittleEndian(value, data.data());
    put(address, data);
}

QByteArray Memory::get(std::uint64_t address, int size) const
{
    QByteArray data(size, '\0');
    for (int i = 0; i < size; ++i) {
        const auto byte = bytes.find(address + std::uint64_t(i));
        const auto other = otherBytes ? otherBytes(address + std::uint64_t(i)) : std::uint8_t(0);
        data[i] = char(byte == bytes.end() ? other : byte->second);
    }
    return data;
}

std::uint32_t Memory::big32(std::uint64_t address) const
{
    return qFromBigEndian<std::uint32_t>(get(address, 4).constData());
}

std::size_t Memory::distinctReads() const
{
    return std::set<Access>(reads.begin(), reads.end()).size();
}

GObjectPtr<ArvDevice> newMemoryDevice(Memory *memory)
{
    static const GType type =
        g_type_register_static_simple(ARV_TYPE_DEVICE, "MvTestMemoryDevice", sizeof(MemoryDeviceClass), initClass,
                                      sizeof(MemoryDevice), nullptr, GTypeFlags(0));
    auto *device = static_cast<ArvDevice *>(g_object_new(type, nullptr));
    reinterpret_cast<MemoryDevice *>(device)->memory = memory;
    return GObjectPtr<ArvDevice>::adopt(device);
}

QByteArray xmlFile(const char *name)
{
    QFile file(QStringLiteral(MV_SOURCE_DIR "/tests/camera/features/xml/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray description(const QByteArray &features, const QByteArray &nodes)
{
    QByteArray root;
    for (const auto &feature : features.split(' '))
        root += "<pFeature>" + feature + "</pFeature>";
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<RegisterDescription ModelName=\"Memory\" VendorName=\"Test\" SchemaMajorVersion=\"1\" "
           "SchemaMinorVersion=\"1\" SchemaSubMinorVersion=\"0\">"
           "<Category Name=\"Root\">" +
           root + "</Category>" + nodes + "<Port Name=\"Device\"/></RegisterDescription>";
}

} // namespace mv::test
