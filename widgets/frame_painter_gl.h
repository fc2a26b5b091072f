// SPDX-License-Identifier: GPL-3.0-or-later
// Uploads frames into a texture and draws them with the format's shader.
#pragma once

#include "camera/imaging/frame.h"
#include "widgets/frame_shader.h"

#include <QCoreApplication>
#include <QString>

#include <array>
#include <map>
#include <memory>
#include <utility>

class QOpenGLExtraFunctions;
class QOpenGLShaderProgram;
class QOpenGLVertexArrayObject;

namespace mv {

class ViewTransform;

/// Everything that lives in an OpenGL context (3.3 core or ES 3). All calls, the destructor included, need that context
/// to be current. Thread: that of the context (GUI).
class FramePainterGl
{
    Q_DECLARE_TR_FUNCTIONS(mv::FramePainterGl)

public:
    FramePainterGl();
    ~FramePainterGl();
    FramePainterGl(const FramePainterGl &) = delete;
    FramePainterGl &operator=(const FramePainterGl &) = delete;

    /// Prepares the context; what is missing in one sentence, empty if nothing is.
    QString initialize();
    /// Makes the shader of @p format ready, so that the first frame does not wait for it. Draws a few pixels that the
    /// caller paints over, and forgets the picture.
    void prepare(const PixelFormatInfo &format);
    /// Copies the frame's bytes into the texture, as they are. False: cannot be drawn (unknown format, missing bytes,
    /// larger than the texture limit, shader refused: problem() says which).
    bool upload(const Frame &frame);
    QString problem() const { return m_problem; }
    bool hasPicture() const { return m_format != nullptr; }
    /// Draws what was uploaded last into the current framebuffer, inside the image's rectangle only.
    void draw(const ViewTransform &transform);
    void forgetPicture() { m_format = nullptr; }

private:
    QOpenGLShaderProgram *programFor(const PixelFormatInfo &format, FrameSampling sampling);
    bool reserve(std::size_t bytes);
    void copyBytes(std::span<const std::byte> bytes);

    struct Texture
    {
        unsigned id = 0;
        int rows = 0;
    };

    QOpenGLExtraFunctions *m_gl = nullptr;
    std::unique_ptr<QOpenGLVertexArrayObject> m_vertexArray;
    std::map<std::pair<PixelFormat, FrameSampling>, std::unique_ptr<QOpenGLShaderProgram>> m_programs;
    // Two, in turns: a driver that still draws from one would make the upload wait.
    std::array<Texture, 2> m_textures;
    std::size_t m_current = 0;
    int m_widthLog2 = 11;
    int m_maxRows = 0;
    bool m_isEs = false;
    QString m_problem;
    // of the picture in the current texture
    const PixelFormatInfo *m_format = nullptr;
    int m_stride = 0;
    int m_width = 0;
    int m_height = 0;
};

} // namespace mv
