// SPDX-License-Identifier: GPL-3.0-or-later
// A small camera in values: one feature of each type, as a tree and its states.
#pragma once

#include "camera/feature.h"

namespace mv::test {

inline FeatureDescription feature(const QString &name, FeatureType type, Visibility level = Visibility::Beginner)
{
    FeatureDescription description;
    description.name = name;
    description.displayName = name + QStringLiteral(" (display)");
    description.category = QStringLiteral("First");
    description.description = QStringLiteral("What %1 is").arg(name);
    description.type = type;
    description.visibility = level;
    return description;
}

inline std::shared_ptr<const FeatureTree> sampleTree()
{
    auto tree = std::make_shared<FeatureTree>();
    tree->features = {feature(QStringLiteral("Width"), FeatureType::Integer),
                      feature(QStringLiteral("Gain"), FeatureType::Float),
                      feature(QStringLiteral("Reverse"), FeatureType::Boolean),
                      feature(QStringLiteral("Format"), FeatureType::Enumeration),
                      feature(QStringLiteral("UserName"), FeatureType::String, Visibility::Expert),
                      feature(QStringLiteral("Reset"), FeatureType::Command),
                      feature(QStringLiteral("Table"), FeatureType::Register, Visibility::Guru),
                      feature(QStringLiteral("Missing"), FeatureType::Integer),
                      feature(QStringLiteral("Address"), FeatureType::Integer, Visibility::Guru)};
    tree->features[1].unit = QStringLiteral("dB");
    tree->features[3].entries = {{QStringLiteral("Mono8"), {}, {}, 1, Visibility::Beginner},
                                 {QStringLiteral("Mono12"), {}, {}, 2, Visibility::Beginner},
                                 {QStringLiteral("Mono16"), {}, {}, 3, Visibility::Beginner}};
    tree->features[8].representation = Representation::HexNumber;
    const auto names = [](std::initializer_list<const char *> list) {
        QStringList result;
        for (const char *name : list)
            result.append(QString::fromLatin1(name));
        return result;
    };
    // "First" lists itself and its parent again, as a broken description may; "Gain" stands in two categories.
    tree->categories = {
        {QStringLiteral("Root"), {}, Visibility::Beginner, names({"First", "Second"})},
        {QStringLiteral("First"), QStringLiteral("First Control"), Visibility::Beginner,
         names({"Width", "Gain", "Reverse", "Format", "UserName", "Reset", "First", "Root", "Nowhere"})},
        {QStringLiteral("Second"), {}, Visibility::Beginner, names({"Gain", "Table", "Missing", "Address", "Third"})},
        {QStringLiteral("Third"), {}, Visibility::Beginner, {}}};
    for (std::size_t i = 0; i < tree->features.size(); ++i)
        tree->index.insert(tree->features[i].name, static_cast<int>(i));
    return tree;
}

/// All @p features in one category, "First".
inline std::shared_ptr<const FeatureTree> treeOf(std::vector<FeatureDescription> features)
{
    auto tree = std::make_shared<FeatureTree>();
    tree->features = std::move(features);
    FeatureCategory first{QStringLiteral("First"), {}, Visibility::Beginner, {}};
    for (std::size_t i = 0; i < tree->features.size(); ++i) {
        first.features.append(tree->features[i].name);
        tree->index.insert(tree->features[i].name, static_cast<int>(i));
    }
    tree->categories = {{QStringLiteral("Root"), {}, Visibility::Beginner, {first.name}}, first};
    return tree;
}

inline FeatureState readWrite(const QVariant &value)
{
    FeatureState state;
    state.access = AccessMode::ReadWrite;
    state.value = value;
    return state;
}

inline FeatureStates sampleStates()
{
    FeatureStates states;
    states[QStringLiteral("Width")] = readWrite(QVariant::fromValue<qint64>(640));
    states[QStringLiteral("Width")].intMin = 16;
    states[QStringLiteral("Width")].intMax = 2448;
    states[QStringLiteral("Width")].intStep = 8;
    states[QStringLiteral("Gain")] = readWrite(1.5);
    states[QStringLiteral("Gain")].floatMin = 0.0;
    states[QStringLiteral("Gain")].floatMax = 24.0;
    states[QStringLiteral("Reverse")] = readWrite(false);
    states[QStringLiteral("Format")] = readWrite(QStringLiteral("Mono8"));
    states[QStringLiteral("Format")].availableEntries = {QStringLiteral("Mono8"), QStringLiteral("Mono12")};
    states[QStringLiteral("UserName")] = readWrite(QStringLiteral("left"));
    states[QStringLiteral("UserName")].maxLength = 8;
    states[QStringLiteral("Reset")].access = AccessMode::WriteOnly;
    states[QStringLiteral("Table")] = readWrite(QByteArray("\x01\x02", 2));
    states[QStringLiteral("Missing")].access = AccessMode::NotImplemented;
    states[QStringLiteral("Address")] = readWrite(QVariant::fromValue<qint64>(-1));
    states[QStringLiteral("Address")].access = AccessMode::ReadOnly;
    return states;
}

} // namespace mv::test
