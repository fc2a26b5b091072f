// SPDX-License-Identifier: GPL-3.0-or-later
// Implements the shader table. The frame's bytes lie in one integer texture as one long run; each row of the table
// says where in that run a sample begins, so that packed formats and any padding cost no copy on the CPU.
#include "widgets/frame_shader.h"

#include <algorithm>
#include <iterator>

namespace mv {
namespace {

// One body for each Packing (camera/imaging/pixel_format.h), used by every format that is packed so.
constexpr const char *bytes8 = "return byteAt(rowByte(y) + sampleIndex(x, y, c));";
constexpr const char *bytes16Lsb = "int i = rowByte(y) + 2 * sampleIndex(x, y, c);"
                                   "return (byteAt(i) | (byteAt(i + 1) << 8)) & MAX_VALUE;";
constexpr const char *packed12p = "int i = sampleIndex(x, y, c);"
                                  "int at = rowByte(y) + ((i * 3) >> 1);"
                                  "uint both = byteAt(at) | (byteAt(at + 1) << 8);"
                                  "return (i & 1) == 0 ? both & 0xfffu : both >> 4;";
constexpr const char *gvspPacked12 = "int i = sampleIndex(x, y, c);"
                                     "int at = rowByte(y) + (i >> 1) * 3;"
                                     "uint low = byteAt(at + 1);"
                                     "return (i & 1) == 0 ? (byteAt(at) << 4) | (low & 15u)"
                                     "                    : (byteAt(at + 2) << 4) | (low >> 4);";
constexpr const char *gvspPacked10 = "int i = sampleIndex(x, y, c);"
                                     "int at = rowByte(y) + (i >> 1) * 3;"
                                     "uint low = byteAt(at + 1);"
                                     "return (i & 1) == 0 ? (byteAt(at) << 2) | (low & 3u)"
                                     "                    : (byteAt(at + 2) << 2) | ((low >> 4) & 3u);";

constexpr FrameShaderRow rows[] = {
    {PixelFormat::Mono8, bytes8},
    {PixelFormat::Mono10, bytes16Lsb},
    {PixelFormat::Mono12, bytes16Lsb},
    {PixelFormat::Mono10Packed, gvspPacked10},
    {PixelFormat::Mono12Packed, gvspPacked12},
    {PixelFormat::Mono12p, packed12p},
    {PixelFormat::BayerRG8, bytes8},
    {PixelFormat::BayerRG10, bytes16Lsb},
    {PixelFormat::BayerRG12, bytes16Lsb},
    {PixelFormat::RGB8, bytes8},
};

constexpr const char *headDesktop = "#version 330 core\n";
constexpr const char *headEs = "#version 300 es\n"
                               "precision highp float; precision highp int; precision highp usampler2D;\n";

constexpr const char *vertexMain = R"(
void main()
{
    vec2 corner = vec2(float((gl_VertexID & 1) * 4 - 1), float((gl_VertexID & 2) * 2 - 1));
    gl_Position = vec4(corner, 0.0, 1.0);
}
)";

constexpr const char *samplingCode = R"(
uniform usampler2D frameBytes;
uniform int widthLog2;     // of the texture, in bytes
uniform int stride;        // bytes from row to row; 0: samples follow one another, also from row to row
uniform ivec2 imageSize;
uniform float viewHeight;
uniform vec2 origin;       // of the image in the view, from the top left
uniform float pixelsPerView;
uniform ivec2 mirrorSign;  // 1, or -1 for mirrored
out vec4 color;

uint byteAt(int i) { return texelFetch(frameBytes, ivec2(i & ((1 << widthLog2) - 1), i >> widthLog2), 0).r; }
int rowByte(int y) { return y * stride; }
int sampleIndex(int x, int y, int c) { return (stride == 0 ? y * imageSize.x * CHANNELS : 0) + x * CHANNELS + c; }
uint sampleAt(int x, int y, int c) { SAMPLE_CODE }
)";

constexpr const char *monoColor = R"(
vec3 colorAt(ivec2 p) { return vec3(float(sampleAt(p.x, p.y, 0) >> SHIFT)); }
)";

constexpr const char *rgbColor = R"(
vec3 colorAt(ivec2 p)
{
    return vec3(float(sampleAt(p.x, p.y, 0) >> SHIFT), float(sampleAt(p.x, p.y, 1) >> SHIFT),
                float(sampleAt(p.x, p.y, 2) >> SHIFT));
}
)";

// Bilinear demosaicing in whole numbers, after the cut to 8 bits, the mosaic mirrored beyond its edges: as
// toDisplayImage().
constexpr const char *bayerColor = R"(
int inside(int i, int count) { return count == 1 ? 0 : abs(i) < count ? abs(i) : 2 * count - 2 - i; }
uint bayerAt(int x, int y) { return sampleAt(inside(x, imageSize.x), inside(y, imageSize.y), 0) >> SHIFT; }
vec3 colorAt(ivec2 p)
{
    int x = p.x;
    int y = p.y;
    uint here = bayerAt(x, y);
    uint across = bayerAt(x - 1, y) + bayerAt(x + 1, y);
    uint along = bayerAt(x, y - 1) + bayerAt(x, y + 1);
    if ((x & 1) != (y & 1)) { // green
        float red = float((across + 1u) >> 1);
        float blue = float((along + 1u) >> 1);
        return (y & 1) == 0 ? vec3(red, float(here), blue) : vec3(blue, float(here), red);
    }
    uint diagonal = bayerAt(x - 1, y - 1) + bayerAt(x + 1, y - 1) + bayerAt(x - 1, y + 1) + bayerAt(x + 1, y + 1);
    float green = float((across + along + 2u) >> 2);
    float other = float((diagonal + 2u) >> 2);
    return (x & 1) == 0 ? vec3(float(here), green, other) : vec3(other, green, float(here));
}
)";

// One colour for the four pixels of a cell (red, green / green, blue); a cell that is cut off is mirrored.
constexpr const char *bayerCell = R"(
vec3 cellAt(ivec2 p)
{
    int x = p.x & ~1;
    int y = p.y & ~1;
    uint green = bayerAt(x + 1, y) + bayerAt(x, y + 1);
    return vec3(float(bayerAt(x, y)), float((green + 1u) >> 1), float(bayerAt(x + 1, y + 1)));
}
)";

constexpr const char *mainCode = R"(
ivec2 pixelUnder(vec2 view)
{
    ivec2 p = clamp(ivec2(floor((view - origin) * pixelsPerView)), ivec2(0), imageSize - 1);
    return p * mirrorSign + (imageSize - 1) * ((1 - mirrorSign) / 2);
}

void main()
{
    vec2 view = vec2(gl_FragCoord.x, viewHeight - gl_FragCoord.y);
    color = vec4(COLOR / 255.0, 1.0);
}
)";

constexpr const char *exactColor = "colorAt(pixelUnder(view))";
constexpr const char *softColor = "0.5 * (colorAt(pixelUnder(view - 0.25)) + colorAt(pixelUnder(view + 0.25)))";
constexpr const char *cellColor = "cellAt(pixelUnder(view))";

const char *colorCode(ColorLayout layout)
{
    switch (layout) {
    case ColorLayout::BayerRG:
        return bayerColor;
    case ColorLayout::Rgb:
        return rgbColor;
    case ColorLayout::Mono:
        break;
    }
    return monoColor;
}

} // namespace

std::span<const FrameShaderRow> frameShaderRows()
{
    return rows;
}

const FrameShaderRow *findFrameShaderRow(PixelFormat code)
{
    const auto *row = std::ranges::find(rows, code, &FrameShaderRow::code);
    return row == std::end(rows) ? nullptr : row;
}

QByteArray frameVertexShader(bool openGlEs)
{
    return QByteArray(openGlEs ? headEs : headDesktop) + vertexMain;
}

FrameSampling frameSampling(double scale)
{
    if (scale >= 2 || scale == 1)
        return FrameSampling::Exact;
    return scale > 0.5 ? FrameSampling::Soft : FrameSampling::Shrunk;
}

QByteArray frameFragmentShader(const FrameShaderRow &row, const PixelFormatInfo &format, FrameSampling sampling,
                               bool openGlEs)
{
    const bool cells = sampling == FrameSampling::Shrunk && format.layout == ColorLayout::BayerRG;
    QByteArray source = QByteArray(openGlEs ? headEs : headDesktop) + samplingCode + colorCode(format.layout);
    if (cells)
        source += bayerCell;
    source += mainCode;
    source.replace("COLOR", cells ? cellColor : sampling == FrameSampling::Exact ? exactColor : softColor);
    source.replace("SAMPLE_CODE", row.sampleCode);
    source.replace("MAX_VALUE", QByteArray::number(format.maxValue()) + 'u');
    source.replace("CHANNELS", QByteArray::number(format.channels));
    source.replace("SHIFT", QByteArray::number(format.significantBits - 8));
    return source;
}

} // namespace mv
