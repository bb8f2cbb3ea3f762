package dev.earshot.guard.coding;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Gzip, of as many members as come.
///
/// Source: RFC 1952 § 2.2 and § 2.3. What comes after a member and is none is left out, as browsers do.
final class GzipDecoder implements Decoder {
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private enum Part {
        FIXED,
        EXTRA_LENGTH,
        EXTRA_FIELD,
        NAME_FIELD,
        COMMENT_FIELD,
        CHECKSUM_FIELD,
        BODY,
        TRAILER,
        REST
    }

    private final Inflating inflating = new Inflating(true);
    private final CRC32 headerSum = new CRC32();
    private final CRC32 sum = new CRC32();
    private Part part = Part.FIXED;
    private int flags;
    private int at;
    private int left;
    private long number;
    private int members;
    private @Nullable Fault fault;

    @Override
    public Progress decode(ByteBuf in, ByteBuf out, int atMost) {
        int begin = out.writerIndex();
        while (fault == null) {
            if (part == Part.BODY) {
                int rest = atMost - (out.writerIndex() - begin);
                switch (inflating.inflate(in, out, rest, sum)) {
                    case HUNGRY -> {
                        return Progress.TAKEN;
                    }
                    case FULL -> {
                        return Progress.MORE;
                    }
                    case CORRUPT -> fault = Fault.CORRUPT;
                    case ENDED -> go(Part.TRAILER);
                }
            } else if (!in.isReadable()) {
                return Progress.TAKEN;
            } else if (part == Part.REST) {
                in.skipBytes(in.readableBytes());
            } else if (part == Part.TRAILER) {
                trailer(in.readUnsignedByte());
            } else {
                header(in.readUnsignedByte());
            }
        }
        return Progress.BROKEN;
    }

    private void header(int octet) {
        if (part != Part.CHECKSUM_FIELD) {
            headerSum.update(octet);
        }
        switch (part) {
            case FIXED -> fixed(octet);
            case EXTRA_LENGTH -> {
                number |= (long) octet << (8 * at++);
                if (at == 2) {
                    left = (int) number;
                    go(Part.EXTRA_FIELD);
                    skipAbsent();
                }
            }
            case EXTRA_FIELD -> {
                left--;
                skipAbsent();
            }
            case NAME_FIELD -> {
                if (octet == 0) {
                    flags &= ~NAME;
                    skipAbsent();
                }
            }
            case COMMENT_FIELD -> {
                if (octet == 0) {
                    flags &= ~COMMENT;
                    skipAbsent();
                }
            }
            case CHECKSUM_FIELD -> {
                number |= (long) octet << (8 * at++);
                if (at == 2) {
                    if (number != (headerSum.getValue() & 0xFFFF)) {
                        fault = Fault.CHECKSUM;
                    }
                    go(Part.BODY);
                }
            }
            case BODY, TRAILER, REST -> throw new AssertionError(part);
        }
    }

    private void fixed(int octet) {
        boolean right = switch (at) {
            case 0 -> octet == 0x1F;
            case 1 -> octet == 0x8B;
            case 2 -> octet == 8;
            default -> true;
        };
        if (at == 3) {
            flags = octet;
            right = (octet & 0xE0) == 0;
        }
        at++;
        if (!right) {
            if (members > 0) {
                part = Part.REST;
            } else {
                fault = Fault.CORRUPT;
            }
        } else if (at == 10) {
            if ((flags & EXTRA) != 0) {
                go(Part.EXTRA_LENGTH);
            } else {
                skipAbsent();
            }
        }
    }

    private void skipAbsent() {
        if (part == Part.EXTRA_FIELD && left > 0) {
            return;
        }
        if ((flags & NAME) != 0) {
            go(Part.NAME_FIELD);
        } else if ((flags & COMMENT) != 0) {
            go(Part.COMMENT_FIELD);
        } else if ((flags & HEADER_CHECKSUM) != 0) {
            go(Part.CHECKSUM_FIELD);
        } else {
            go(Part.BODY);
        }
    }

    private void trailer(int octet) {
        number |= (long) octet << (8 * (at++ & 3));
        if (at == 4) {
            if (number != sum.getValue()) {
                fault = Fault.CHECKSUM;
            }
            number = 0;
        } else if (at == 8) {
            if (number != (inflating.given() & 0xFFFFFFFFL)) {
                fault = Fault.CHECKSUM;
            }
            members++;
            inflating.reset();
            sum.reset();
            headerSum.reset();
            go(Part.FIXED);
        }
    }

    private void go(Part next) {
        part = next;
        at = 0;
        number = 0;
    }

    @Override
    public Optional<Fault> end() {
        boolean whole = part == Part.REST || (part == Part.FIXED && (at == 0 || members > 0));
        return fault().or(() -> whole ? Optional.empty() : Optional.of(Fault.TRUNCATED));
    }

    @Override
    public Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    @Override
    public void close() {
        inflating.close();
    }
}
