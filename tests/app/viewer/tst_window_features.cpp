// SPDX-License-Identifier: GPL-3.0-or-later
// The parameters of a real camera in the real window: refusals, favourites, what changes by itself, the tools.
#include "tests/app/viewer/window_fixture.h"

#include "app/viewer/feature_tools.h"
#include "widgets/favourites.h"
#include "widgets/feature_model.h"
#include "widgets/feature_panel.h"
#include "widgets/feature_view.h"
#include "widgets/lut_dialog.h"
#include "widgets/lut_plot.h"
#include "widgets/selector_dialog.h"
#include "widgets/white_balance.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QTabWidget>
#include <QTableView>

#include <cmath>

using namespace mv;
using namespace mv::test;

class TestWindowFeatures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aRefusedWriteIsExplainedEverywhere();
    void favouritesAreRememberedByModel();
    void whatIsOnTheScreenStaysFresh();
    void undoGoesBackInTheCamera();
    void aDraggedSliderCostsFewWrites();
    void putsEverythingBack();
    void aSelectorSideBySide();
    void theLookUpTableIsWritten();
    void whiteBalanceOnAClick();

private:
    bool connectCamera();
    bool start(const std::vector<std::string> &arguments);
    FeatureModel &model() { return m_fixture->window.features().model(); }
    QVariant value(const char *name) { return model().indexOf(QString::fromLatin1(name)).data(Qt::EditRole); }
    FeatureModel::RowState rowState(const char *name);
    void write(const char *name, const QVariant &value);

    std::unique_ptr<VirtualCameraProcess> m_camera;
    std::unique_ptr<WindowFixture> m_fixture;
    int m_number = 100;
};

void TestWindowFeatures::init()
{
    const bool color = QTest::currentTestFunction() == QByteArray("whiteBalanceOnAClick");
    QVERIFY(start(color ? std::vector<std::string>{"--model", "color", "--set", "TestImageSelector=Off", "--set",
                                                   "PixelFormat=BayerRG8", "--set", "VirtualTarget=Uniform"}
                        : std::vector<std::string>{}));
}

bool TestWindowFeatures::start(const std::vector<std::string> &arguments)
{
    m_camera = std::make_unique<VirtualCameraProcess>();
    std::vector<std::string> all{"--address", loopbackAddress(++m_number), "--sensor", "320x240"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    if (!m_camera->start(all)) {
        qWarning("%s", m_camera->error().c_str());
        return false;
    }
    m_fixture = std::make_unique<WindowFixture>();
    return QTest::qWaitForWindowActive(&m_fixture->window) && connectCamera();
}

void TestWindowFeatures::cleanup()
{
    m_fixture.reset();
    m_camera.reset();
}

bool TestWindowFeatures::connectCamera()
{
    const auto found = m_fixture->session.finder().probe(QString::fromStdString(m_camera->address()));
    if (!QTest::qWaitFor([&found] { return found.isFinished(); }, 10'000) || found.result().isEmpty())
        return false;
    m_fixture->session.connectTo(found.result().first());
    return QTest::qWaitFor([this] { return value("Width").isValid() && value("UserSetSelector").isValid(); }, 20'000);
}

FeatureModel::RowState TestWindowFeatures::rowState(const char *name)
{
    return static_cast<FeatureModel::RowState>(
        model().indexOf(QString::fromLatin1(name)).data(FeatureModel::RowStateRole).toInt());
}

void TestWindowFeatures::write(const char *name, const QVariant &value)
{
    const QModelIndex index = model().indexOf(QString::fromLatin1(name));
    QTRY_VERIFY_WITH_TIMEOUT(index.data(FeatureModel::WritableRole).toBool(), 10'000);
    QVERIFY(model().setData(index, value));
    QTRY_VERIFY_WITH_TIMEOUT(rowState(name) != FeatureModel::RowState::Pending, 10'000);
}

void TestWindowFeatures::aRefusedWriteIsExplainedEverywhere()
{
    const double before = value("ExposureTime").toDouble();
    // docs/virtual-camera.md: ExposureTime stands at 0x202028.
    write("VirtualFaultRegisterAddress", QVariant::fromValue<qint64>(0x202028));
    write("VirtualFaultRegisterMode", QStringLiteral("Refuse"));
    m_fixture->window.features().select(QStringLiteral("ExposureTime"));
    write("ExposureTime", 4321.0);
    QCOMPARE(rowState("ExposureTime"), FeatureModel::RowState::Failed);
    const QString sentence = model().indexOf(QStringLiteral("ExposureTime")).data(FeatureModel::ProblemRole).toString();
    QVERIFY2(sentence.contains(QStringLiteral("ExposureTime")), qPrintable(sentence));
    QVERIFY2(sentence.contains(u'('), qPrintable(sentence)); // the specialist's part: node and code
    QVERIFY(m_fixture->logHas(QStringLiteral("ExposureTime")));
    write("VirtualFaultRegisterMode", QStringLiteral("None"));
    QTRY_COMPARE_WITH_TIMEOUT(value("ExposureTime").toDouble(), before, 10'000);
}

void TestWindowFeatures::favouritesAreRememberedByModel()
{
    const QStringList names{QStringLiteral("GainRaw"), QStringLiteral("ExposureTime")};
    Favourites &favourites = m_fixture->window.features().favourites();
    favourites.toggle(names[0]);
    favourites.toggle(names[1]);
    m_fixture->session.disconnectCamera();
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->state(), Camera::State::Closed, 10'000);
    favourites.setNames({});
    QVERIFY(connectCamera());
    QCOMPARE(favourites.names(), names);
}

// The camera warms up and counts by itself; nobody asks for a refresh.
void TestWindowFeatures::whatIsOnTheScreenStaysFresh()
{
    m_fixture->window.setLevel(Visibility::Guru);
    m_fixture->window.features().select(QStringLiteral("DeviceTemperature"));
    QTRY_VERIFY(m_fixture->window.features().namesOnScreen().contains(QStringLiteral("DeviceTemperature")));
    QTRY_VERIFY_WITH_TIMEOUT(value("DeviceTemperature").isValid(), 10'000);
    const double before = value("DeviceTemperature").toDouble();
    m_fixture->session.write(QStringLiteral("VirtualAmbientTemperature"), 45.0);
    QTRY_VERIFY2_WITH_TIMEOUT(std::abs(value("DeviceTemperature").toDouble() - before) > 3,
                              qPrintable(QString::number(value("DeviceTemperature").toDouble())), 15'000);
}

void TestWindowFeatures::undoGoesBackInTheCamera()
{
    const double before = value("ExposureTime").toDouble();
    write("ExposureTime", before + 100);
    write("ExposureTime", before + 200);
    auto &tree = *m_fixture->window.findChild<FeatureView *>(QStringLiteral("featureTree"));
    tree.setFocus();
    QTest::keyClick(&tree, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->session.feature(QStringLiteral("ExposureTime")).value.toDouble(), before + 100,
                              10'000);
    QTest::keyClick(&tree, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->session.feature(QStringLiteral("ExposureTime")).value.toDouble(), before,
                              10'000);
    QTest::keyClick(&tree, Qt::Key_Y, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->session.feature(QStringLiteral("ExposureTime")).value.toDouble(), before + 100,
                              10'000);
}

// Each register access takes 50 ms, the mouse comes every 5: the camera gets the newest value each time it is free.
void TestWindowFeatures::aDraggedSliderCostsFewWrites()
{
    constexpr int moves = 60;
    write("VirtualFaultRegisterDelay", QVariant::fromValue<qint64>(50));
    m_fixture->window.features().select(QStringLiteral("ExposureTime"));
    auto &tree = *m_fixture->window.findChild<FeatureView *>(QStringLiteral("featureTree"));
    const QRect cell = tree.visualRect(tree.currentIndex().siblingAtColumn(FeatureModel::ValueColumn));
    QTest::mouseClick(tree.viewport(), Qt::LeftButton, {}, cell.topLeft() + QPoint(25, cell.height() / 2));
    auto *slider = tree.viewport()->findChild<QSlider *>();
    QVERIFY(slider);
    const int y = slider->height() / 2;
    QTest::mousePress(slider, Qt::LeftButton, {}, {8, y});
    for (int i = 0; i < moves; ++i) {
        QTest::mouseMove(slider, {8 + (slider->width() - 16) * i / moves, y});
        QTest::qWait(5);
    }
    QTest::mouseRelease(slider, Qt::LeftButton, {}, {slider->width() - 8, y});
    QTRY_VERIFY_WITH_TIMEOUT(rowState("ExposureTime") == FeatureModel::RowState::Settled, 30'000);
    QStringList written;
    for (const Event &event : m_fixture->log.events()) {
        if (event.kind == EventKind::FeatureWritten && event.arguments.value(0) == QLatin1String("ExposureTime"))
            written.append(event.arguments.value(1));
    }
    QVERIFY2(!written.isEmpty() && written.size() < moves / 2, qPrintable(written.join(u' ')));
    QCOMPARE(value("ExposureTime").toDouble(), written.last().toDouble());
    QVERIFY2(value("ExposureTime").toDouble() > 10 * written.first().toDouble(), qPrintable(written.join(u' ')));
}

// Width and OffsetX depend on each other: whichever order works.
void TestWindowFeatures::putsEverythingBack()
{
    const double exposure = value("ExposureTime").toDouble();
    write("Width", QVariant::fromValue<qint64>(64));
    write("OffsetX", QVariant::fromValue<qint64>(128));
    write("ExposureTime", 1234.0);
    QVERIFY(model().changes().size() >= 3);
    model().revert();
    QTRY_COMPARE_WITH_TIMEOUT(value("Width").toLongLong(), 320, 10'000);
    QTRY_COMPARE_WITH_TIMEOUT(value("OffsetX").toLongLong(), 0, 10'000);
    QTRY_COMPARE_WITH_TIMEOUT(value("ExposureTime").toDouble(), exposure, 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(model().changes().isEmpty(), 10'000);
}

void TestWindowFeatures::aSelectorSideBySide()
{
    m_fixture->window.features().select(QStringLiteral("TriggerSelector"));
    auto &tree = *m_fixture->window.findChild<FeatureView *>(QStringLiteral("featureTree"));
    tree.setFocus();
    QTest::keyClick(&tree, Qt::Key_L, Qt::ControlModifier);
    auto *dialog = m_fixture->window.findChild<SelectorDialog *>();
    QVERIFY(dialog);
    const QString selected = value("TriggerSelector").toString();
    const auto &table = *dialog->findChild<QTableView *>()->model();
    QTRY_VERIFY_WITH_TIMEOUT(table.columnCount() >= 2, 10'000);
    QStringList rows;
    for (int row = 0; row < table.rowCount(); ++row)
        rows.append(table.headerData(row, Qt::Vertical, Qt::DisplayRole).toString());
    QVERIFY2(rows.contains(QStringLiteral("TriggerMode")), qPrintable(rows.join(u' ')));
    const QModelIndex cell = table.index(static_cast<int>(rows.indexOf(QStringLiteral("TriggerMode"))), 1);
    QTRY_COMPARE_WITH_TIMEOUT(cell.data().toString(), QStringLiteral("Off"), 10'000);
    QVERIFY(const_cast<QAbstractItemModel &>(table).setData(cell, QStringLiteral("On")));
    QTRY_COMPARE_WITH_TIMEOUT(cell.data().toString(), QStringLiteral("On"), 10'000);
    QCOMPARE(value("TriggerSelector").toString(), selected);
    m_fixture->session.disconnectCamera();
    QTRY_VERIFY_WITH_TIMEOUT(!m_fixture->window.findChild<SelectorDialog *>(), 10'000); // it goes with the camera
}

void TestWindowFeatures::theLookUpTableIsWritten()
{
    QAction *action = m_fixture->window.actions()[ActionId::LutEditor];
    QTRY_VERIFY_WITH_TIMEOUT(action->isEnabled(), 10'000);
    action->trigger();
    auto *dialog = m_fixture->window.findChild<LutDialog *>();
    QVERIFY(dialog);
    auto *button = dialog->findChild<QPushButton *>(QStringLiteral("lutWrite"));
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), 20'000);
    dialog->findChild<LutPlot *>()->setCurve(LutCurve::inverted());
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), 20'000);
    write("LUTIndex", QVariant::fromValue<qint64>(100));
    QTRY_COMPARE_WITH_TIMEOUT(value("LUTValue").toLongLong(), 3995, 10'000);
}

void TestWindowFeatures::whiteBalanceOnAClick()
{
    m_fixture->session.write(QStringLiteral("BalanceRatioSelector"), QStringLiteral("Red"));
    QTRY_COMPARE_WITH_TIMEOUT(value("BalanceRatioSelector").toString(), QStringLiteral("Red"), 10'000);
    write("BalanceRatio", 0.7);
    QTest::keyClick(&m_fixture->window, Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->session.camera().ledger().shown > 5, 15'000);
    ImageView &view = m_fixture->window.view();
    QVERIFY(patchColor(*view.frame(), {160, 120})->tint() > 0.05);
    m_fixture->window.actions()[ActionId::WhiteBalance]->trigger();
    QTest::mouseClick(&view, Qt::LeftButton, {}, view.rect().center());
    QTRY_VERIFY_WITH_TIMEOUT(m_fixture->logHas(QStringLiteral("White balance: red")), 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(patchColor(*view.frame(), {160, 120})->tint() < 0.02, 10'000);
    QVERIFY(!m_fixture->window.actions()[ActionId::WhiteBalance]->isChecked());
}

QTEST_MAIN(TestWindowFeatures)
#include "tst_window_features.moc"
