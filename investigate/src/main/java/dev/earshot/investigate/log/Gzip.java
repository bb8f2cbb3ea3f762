package dev.earshot.investigate.log;

import java.io.IOException;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Gzip, of any number of members: log rotation, `cat` and parallel packers make several. Each one's checksum and
/// length are compared with what came out.
///
/// Source: RFC 1952.
final class Gzip extends Unpacked {
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final Stored source;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private boolean inMember;
    private boolean ended;
    private boolean broken;
    private int member;
    private @Nullable String fault;

    Gzip(Stored source) {
        this.source = source;
    }

    @Override
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    @Override
    boolean broken() {
        return broken;
    }

    @Override
    int read(byte[] into, int from, int to) throws IOException {
        while (!ended) {
            if (!inMember && !startMember()) {
                break;
            }
            int count;
            try {
                count = inflater.inflate(into, from, to - from);
            } catch (DataFormatException damaged) {
                return breakOff("its gzip is damaged in member " + member);
            }
            if (count > 0) {
                crc.update(into, from, count);
            }
            if (inflater.finished()) {
                source.from = source.to - inflater.getRemaining();
                endMember();
            } else if (inflater.needsDictionary()) {
                return breakOff("its gzip is damaged in member " + member);
            } else if (count == 0) {
                source.from = source.to;
                if (!source.more()) {
                    return breakOff("it ends in the middle of gzip member " + member);
                }
                inflater.setInput(source.bytes, source.from, source.to - source.from);
            }
            if (count > 0) {
                return count;
            }
        }
        end();
        return -1;
    }

    private int breakOff(String what) {
        broken = true;
        say(what);
        end();
        return -1;
    }

    private void end() {
        if (!ended) {
            ended = true;
            inflater.end();
        }
    }

    private void say(String what) {
        fault = fault == null ? what : fault;
    }

    /// False at the end of the file, or where what follows is no gzip.
    private boolean startMember() throws IOException {
        if (!source.more()) {
            return false;
        }
        member++;
        int one = octet();
        int two = octet();
        if (one != 0x1f || two != 0x8b) {
            if (member > 1 && one == 0) {
                return padding(two);
            }
            say("what follows gzip member " + (member - 1) + " is no gzip, and was not read");
            return false;
        }
        int method = octet();
        int flags = octet();
        for (int i = 0; i < 6; i++) {
            octet();
        }
        if ((flags & EXTRA) != 0) {
            for (int left = octet() | (octet() << 8); left > 0; left--) {
                if (octet() < 0) {
                    break;
                }
            }
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            octet();
            octet();
        }
        if (method != 8 || (flags & RESERVED) != 0) {
            broken = true;
            say(
                    method < 0 || flags < 0
                            ? "it ends in the header of gzip member " + member
                            : "the header of gzip member " + member + " is damaged");
            return false;
        }
        inMember = true;
        inflater.reset();
        crc.reset();
        inflater.setInput(source.bytes, source.from, source.to - source.from);
        return true;
    }

    /// Tapes and some tools fill up a file with zeros.
    private boolean padding(int start) throws IOException {
        for (int octet = start; octet >= 0; octet = octet()) {
            if (octet != 0) {
                say("what follows gzip member " + (member - 1) + " is no gzip, and was not read");
                break;
            }
        }
        return false;
    }

    private void skipText() throws IOException {
        int octet;
        do {
            octet = octet();
        } while (octet > 0);
    }

    private void endMember() throws IOException {
        inMember = false;
        long checksum = number();
        long length = number();
        if (checksum < 0 || length < 0) {
            say("it ends before the checksum of gzip member " + member);
        } else if (checksum != crc.getValue() || length != (inflater.getBytesWritten() & 0xffffffffL)) {
            say("the checksum of gzip member " + member + " is not that of its content");
        }
    }

    private long number() throws IOException {
        long number = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int octet = octet();
            if (octet < 0) {
                return -1;
            }
            number |= (long) octet << shift;
        }
        return number;
    }

    /// -1 at the end.
    private int octet() throws IOException {
        return source.read();
    }
}
