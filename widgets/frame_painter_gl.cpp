// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the drawing of frames with OpenGL.
#include "widgets/frame_painter_gl.h"

#include "camera/imaging/frame_layout.h"
#include "widgets/frame_shader.h"
#include "widgets/view_transform.h"

#include <QOpenGLContext>
#include <QOpenGLExtraFunctions>
#include <QOpenGLShaderProgram>
#include <QOpenGLVertexArrayObject>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace mv {
FramePainterGl::FramePainterGl() = default;

FramePainterGl::~FramePainterGl()
{
    for (const Texture &texture : m_textures) {
        if (m_gl && texture.id)
            m_gl->glDeleteTextures(1, &texture.id);
    }
}

QString FramePainterGl::initialize()
{
    QOpenGLContext *context = QOpenGLContext::currentContext();
    m_gl = context->extraFunctions();
    m_isEs = context->isOpenGLES();
    if (context->format().majorVersion() < 3)
        return tr("OpenGL %1.%2 is too old; 3.3 or ES 3.0 is needed")
            .arg(context->format().majorVersion())
            .arg(context->format().minorVersion());
    GLint maxSize = 0;
    m_gl->glGetIntegerv(GL_MAX_TEXTURE_SIZE, &maxSize);
    m_widthLog2 = std::clamp(static_cast<int>(std::bit_width(static_cast<unsigned>(std::max(maxSize, 1)))) - 1, 1, 13);
    m_maxRows = maxSize;
    m_vertexArray = std::make_unique<QOpenGLVertexArrayObject>();
    if (!m_vertexArray->create())
        return tr("OpenGL gives no vertex array object");
    for (Texture &texture : m_textures)
        m_gl->glGenTextures(1, &texture.id);
    return {};
}

bool FramePainterGl::upload(const Frame &frame)
{
    m_format = nullptr;
    const PixelFormatInfo *format = frame.format();
    if (!format)
        return false;
    const FrameLayout layout(*format, frame.info());
    const std::size_t bytes = layout.neededBytes();
    if (bytes == 0 || frame.image().size() < bytes) {
        m_problem = tr("The picture is not complete: %1 of %2 bytes came.").arg(frame.image().size()).arg(bytes);
        return false;
    }
    if (!programFor(*format, FrameSampling::Exact))
        return false;
    if (!reserve(bytes)) {
        m_problem = tr("The picture is too large for this computer's graphics: %1 MB.").arg(bytes / 1'000'000);
        return false;
    }
    copyBytes(frame.image().first(bytes));
    m_format = format;
    m_stride = layout.contiguous() ? 0 : static_cast<int>(layout.strideBytes());
    m_width = static_cast<int>(frame.info().width);
    m_height = static_cast<int>(frame.info().height);
    return true;
}

// Drivers translate a shader when it is first used, which may take longer than many frames. Mesa's llvmpipe does it
// once more for a texture whose height is a power of two and once for others: three rows stand for real pictures.
void FramePainterGl::prepare(const PixelFormatInfo &format)
{
    if (m_programs.contains({format.code, FrameSampling::Shrunk}))
        return;
    FrameInfo info;
    info.pixelFormat = static_cast<std::uint32_t>(format.code);
    info.width = std::uint32_t(1) << m_widthLog2;
    info.height = 3;
    const FramePtr frame = Frame::fromBytes(info, std::vector<std::byte>(imageBytes(format, info.width, info.height)));
    if (!upload(*frame))
        return;
    ViewTransform transform;
    transform.setViewSize(QSize(16, 16));
    transform.setImageSize(QSize(static_cast<int>(info.width), static_cast<int>(info.height)));
    for (double scale : {4.0, 0.75, 0.25}) {
        transform.oneToOne();
        transform.zoomAbout({8, 8}, scale);
        draw(transform);
    }
    forgetPicture();
}

// Makes the other texture current, and large enough. Byte positions must fit the shader's int.
bool FramePainterGl::reserve(std::size_t bytes)
{
    const std::size_t width = std::size_t(1) << m_widthLog2;
    const std::size_t rows = (bytes + width - 1) / width;
    if (rows > static_cast<std::size_t>(m_maxRows) || bytes > std::numeric_limits<int>::max() / 8)
        return false;
    m_current = 1 - m_current;
    Texture &texture = m_textures[m_current];
    m_gl->glActiveTexture(GL_TEXTURE0);
    m_gl->glBindTexture(GL_TEXTURE_2D, texture.id);
    if (texture.rows == static_cast<int>(rows))
        return true;
    texture.rows = static_cast<int>(rows);
    m_gl->glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    m_gl->glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    m_gl->glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    m_gl->glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    m_gl->glTexImage2D(GL_TEXTURE_2D, 0, GL_R8UI, static_cast<int>(width), texture.rows, 0, GL_RED_INTEGER,
                       GL_UNSIGNED_BYTE, nullptr);
    return true;
}

// Whole rows in one call straight from the driver's buffer, then the beginning of the last row.
void FramePainterGl::copyBytes(std::span<const std::byte> bytes)
{
    const int width = 1 << m_widthLog2;
    const int wholeRows = static_cast<int>(bytes.size() >> m_widthLog2);
    const int rest = static_cast<int>(bytes.size() & static_cast<std::size_t>(width - 1));
    m_gl->glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    if (wholeRows > 0)
        m_gl->glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, wholeRows, GL_RED_INTEGER, GL_UNSIGNED_BYTE, bytes.data());
    if (rest > 0)
        m_gl->glTexSubImage2D(GL_TEXTURE_2D, 0, 0, wholeRows, rest, 1, GL_RED_INTEGER, GL_UNSIGNED_BYTE,
                              bytes.data() + (bytes.size() - static_cast<std::size_t>(rest)));
    m_gl->glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
}

QOpenGLShaderProgram *FramePainterGl::programFor(const PixelFormatInfo &format, FrameSampling sampling)
{
    if (const auto it = m_programs.find({format.code, sampling}); it != m_programs.end())
        return it->second.get();
    const FrameShaderRow *row = findFrameShaderRow(format.code);
    if (!row)
        return nullptr;
    auto program = std::make_unique<QOpenGLShaderProgram>();
    if (!program->addShaderFromSourceCode(QOpenGLShader::Vertex, frameVertexShader(m_isEs)) ||
        !program->addShaderFromSourceCode(QOpenGLShader::Fragment,
                                          frameFragmentShader(*row, format, sampling, m_isEs)) ||
        !program->link()) {
        m_problem = tr("The graphics driver refused the shader: %1").arg(program->log());
        return nullptr;
    }
    return m_programs.insert_or_assign({format.code, sampling}, std::move(program)).first->second.get();
}

void FramePainterGl::draw(const ViewTransform &transform)
{
    if (!m_format)
        return;
    const QSize view = transform.viewSize();
    const QRect area = transform.imageRect().toAlignedRect() & QRect(QPoint(), view);
    if (area.isEmpty())
        return;
    const double scale = transform.scale();
    QOpenGLShaderProgram *program = programFor(*m_format, frameSampling(scale));
    if (!program)
        return;
    program->bind();
    program->setUniformValue("frameBytes", 0);
    program->setUniformValue("widthLog2", m_widthLog2);
    program->setUniformValue("stride", m_stride);
    m_gl->glUniform2i(program->uniformLocation("imageSize"), m_width, m_height);
    program->setUniformValue("viewHeight", static_cast<float>(view.height()));
    program->setUniformValue("origin", QVector2D(transform.origin()));
    program->setUniformValue("pixelsPerView", static_cast<float>(1.0 / scale));
    m_gl->glUniform2i(program->uniformLocation("mirrorSign"), transform.mirroredHorizontally() ? -1 : 1,
                      transform.mirroredVertically() ? -1 : 1);
    m_gl->glActiveTexture(GL_TEXTURE0);
    m_gl->glBindTexture(GL_TEXTURE_2D, m_textures[m_current].id);
    m_gl->glDisable(GL_BLEND);
    m_gl->glDisable(GL_DEPTH_TEST);
    m_gl->glEnable(GL_SCISSOR_TEST);
    m_gl->glScissor(area.x(), view.height() - area.y() - area.height(), area.width(), area.height());
    m_vertexArray->bind();
    m_gl->glDrawArrays(GL_TRIANGLES, 0, 3);
    m_vertexArray->release();
    m_gl->glDisable(GL_SCISSOR_TEST);
    program->release();
}

} // namespace mv
