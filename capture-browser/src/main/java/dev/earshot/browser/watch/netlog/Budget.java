package dev.earshot.browser.watch.netlog;

/// How many bytes of bodies and messages are kept: 64 MB of each, 512 MB in all.
final class Budget {
    static final int ONE = 64 << 20;
    private long left = 512L << 20;

    /// Keeps upload bytes of `request`, as far as there is room.
    void upload(RequestInProgress request, byte[] bytes, int from, int length) {
        int fits = (int) Math.min(length, left);
        int kept = request.upload(bytes, from, fits, ONE);
        request.bodyTooLong |= fits < length;
        left -= kept;
    }

    /// Whether `length` more bytes may be kept; if so they count.
    boolean take(int length) {
        if (length > left) {
            return false;
        }
        left -= length;
        return true;
    }
}
