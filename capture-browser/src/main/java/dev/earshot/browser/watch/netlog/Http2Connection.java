package dev.earshot.browser.watch.netlog;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An HTTP/2 connection: the DATA frames of each stream, with their padding taken off. Headers are not read from the
/// bytes, since the log has them in words.
///
/// Source: RFC 9113 sections 3.4, 4.1 and 6.1.
final class Http2Connection implements Connection {
    private static final int PREFACE = 24;
    private static final int FRAME_HEADER = 9;
    private static final int DATA = 0;
    private static final int END_STREAM = 1;
    private static final int PADDED = 8;

    private final Budget budget;
    private final Faults faults;
    private final Map<Integer, RequestInProgress> streams = new HashMap<>();
    private final byte[] header = new byte[FRAME_HEADER];
    private int prefaceLeft = PREFACE;
    private int headerRead;
    private int payloadLeft;
    private int padding;
    private boolean padLengthNext;
    private int type;
    private int flags;
    private @Nullable RequestInProgress upload;

    Http2Connection(Budget budget, Faults faults) {
        this.budget = budget;
        this.faults = faults;
    }

    /// Says which request a stream carries.
    void stream(int id, RequestInProgress request) {
        streams.put(id, request);
    }

    @Nullable
    RequestInProgress onStream(int id) {
        return streams.get(id);
    }

    @Override
    public boolean secure() {
        return true;
    }

    @Override
    public boolean wantsReceived() {
        return false;
    }

    @Override
    public void received(byte[] bytes, long tick) {}

    @Override
    public void sent(byte[] bytes, long tick) {
        int at = Math.min(prefaceLeft, bytes.length);
        prefaceLeft -= at;
        while (at < bytes.length) {
            if (headerRead < FRAME_HEADER) {
                header[headerRead++] = bytes[at++];
                if (headerRead == FRAME_HEADER) {
                    begin();
                }
            } else if (padLengthNext) {
                padLengthNext = false;
                padding = Math.min(bytes[at++] & 0xff, payloadLeft - 1);
                payloadLeft--;
            } else {
                at += payload(bytes, at);
            }
            if (headerRead == FRAME_HEADER && payloadLeft == 0) {
                end();
            }
        }
    }

    private void begin() {
        payloadLeft = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
        type = header[3] & 0xff;
        flags = header[4] & 0xff;
        int stream = (header[5] & 0x7f) << 24 | (header[6] & 0xff) << 16 | (header[7] & 0xff) << 8 | (header[8] & 0xff);
        padding = 0;
        padLengthNext = type == DATA && (flags & PADDED) != 0 && payloadLeft > 0;
        upload = type == DATA ? streams.get(stream) : null;
        if (type == DATA && upload == null && payloadLeft > 0) {
            faults.add("The net log has an HTTP/2 stream with a body that belongs to no request it names.");
        }
    }

    private int payload(byte[] bytes, int at) {
        int length = Math.min(payloadLeft, bytes.length - at);
        int body = Math.clamp(payloadLeft - padding, 0, length);
        RequestInProgress request = upload;
        if (request != null && body > 0) {
            budget.upload(request, bytes, at, body);
        }
        payloadLeft -= length;
        return length;
    }

    private void end() {
        headerRead = 0;
        RequestInProgress request = upload;
        if (request != null && (flags & END_STREAM) != 0) {
            request.bodyEnded = true;
        }
        upload = null;
    }
}
