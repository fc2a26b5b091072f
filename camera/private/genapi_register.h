// SPDX-License-Identifier: GPL-3.0-or-later
// Where a register lies, and how its bytes make a number.
#pragma once

#include "camera/private/genapi_graph.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace mv {

/// A register as the description lays it out; for a StructEntry that of the structure with the entry's bits.
struct GenApiRegister
{
    /// One summand of the address: constant, a node's value times a factor, or a formula of its own.
    struct Term
    {
        qint64 constant = 0;  ///< Address; of an index its Offset
        int node = -1;        ///< pAddress or pIndex
        bool isIndex = false; ///< times: offset node, constant, or the length of the register
        bool hasOffset = false;
        int offsetNode = -1;    ///< pOffset
        pugi::xml_node formula; ///< IntSwissKnife inside the register
    };
    std::vector<Term> address;
    qint64 length = 0;
    int lengthNode = -1; ///< pLength; then @a length does not count
    bool bigEndian = false;
    bool isSigned = false;
    bool writeOnly = false;
    bool hasPort = true; ///< no chunk or event port: those have no data outside a frame or an event
    bool isMasked = false;
    qint64 lsb = 0; ///< of a masked one, as the description counts
    qint64 msb = 0;
};
GenApiRegister layOut(const GenApiGraph &graph, int node);

/// Bits of a number, counted from its least significant one.
struct GenApiBits
{
    int first = 0;
    int count = 0;
};
/// Bit 0 is the least significant one of a little endian register and the most significant one of a big endian one
/// (GenICam GenApi 2.0, MaskedIntReg). Nothing if they are not inside @p length bytes, or the register is longer
/// than 8.
std::optional<GenApiBits> bitsOf(const GenApiRegister &layout, qint64 length);

/// @p bytes (8 at most) as a number without a sign, and back.
quint64 fromBytes(const QByteArray &bytes, bool bigEndian);
QByteArray toBytes(quint64 number, qsizetype length, bool bigEndian);

qint64 extractBits(quint64 whole, GenApiBits bits, bool isSigned);
/// @p whole with @p value in @p bits; nothing if it fits neither with nor without a sign.
std::optional<quint64> insertBits(quint64 whole, GenApiBits bits, qint64 value);

} // namespace mv
