// SPDX-License-Identifier: GPL-3.0-or-later
// Owning handles for GLib's things: objects, errors, strings. The only place that calls unref or free by hand.
#pragma once

#include <glib-object.h>

#include <cstddef>
#include <memory>
#include <utility>

namespace mv {

/// Holds one reference to a GObject. Construction says where the reference comes from, because GLib's signatures do
/// not. Thread: as the object's (ArvDevice: the device thread); the handle itself is a plain value.
template<typename T> class GObjectPtr
{
public:
    GObjectPtr() = default;
    GObjectPtr(std::nullptr_t) {}
    /// Takes over a reference that the caller owns ("transfer full": arv_open_device, arv_gc_new …).
    static GObjectPtr adopt(T *object) { return GObjectPtr(object); }
    /// Adds a reference to a borrowed object ("transfer none": arv_camera_get_device …).
    static GObjectPtr share(T *object) { return GObjectPtr(object ? static_cast<T *>(g_object_ref(object)) : nullptr); }

    GObjectPtr(const GObjectPtr &other) : GObjectPtr(share(other.m_object)) {}
    GObjectPtr(GObjectPtr &&other) noexcept : m_object(std::exchange(other.m_object, nullptr)) {}
    GObjectPtr &operator=(GObjectPtr other) noexcept
    {
        std::swap(m_object, other.m_object);
        return *this;
    }
    ~GObjectPtr()
    {
        if (m_object)
            g_object_unref(m_object);
    }

    T *get() const { return m_object; }
    /// Hands the reference to the caller.
    [[nodiscard]] T *release() { return std::exchange(m_object, nullptr); }
    void reset() { *this = GObjectPtr(); }
    explicit operator bool() const { return m_object != nullptr; }

private:
    explicit GObjectPtr(T *object) : m_object(object) {}
    T *m_object = nullptr;
};

/// A GError out-parameter that frees itself: `GErrorPtr e; arv_thing(..., e.out()); if (e) …`. out() may be called
/// again: the old error goes first, because GLib warns and leaks when an error is set on top of another.
class GErrorPtr
{
public:
    GErrorPtr() = default;
    GErrorPtr(const GErrorPtr &) = delete;
    GErrorPtr &operator=(const GErrorPtr &) = delete;
    ~GErrorPtr() { g_clear_error(&m_error); }

    GError **out()
    {
        g_clear_error(&m_error);
        return &m_error;
    }
    const GError *get() const { return m_error; }
    const GError *operator->() const { return m_error; }
    explicit operator bool() const { return m_error != nullptr; }
    bool is(GQuark domain, int code) const { return g_error_matches(m_error, domain, code); }
    const char *message() const { return m_error && m_error->message ? m_error->message : ""; }
    /// Passes the error on to a GLib-style caller, leaving this one empty.
    void propagateTo(GError **target) { g_propagate_error(target, std::exchange(m_error, nullptr)); }

private:
    GError *m_error = nullptr;
};

struct GFree
{
    void operator()(void *memory) const { g_free(memory); }
};
/// Memory that GLib allocated (char *, gint64 *, const char ** "transfer container").
template<typename T> using GPtr = std::unique_ptr<T, GFree>;

} // namespace mv
