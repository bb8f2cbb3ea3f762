package dev.earshot.mobile.ios;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSNumber;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import java.util.ArrayList;
import java.util.List;

/// One element of DER, with which signatures write property lists.
///
/// Source: ITU-T X.690 (2021), 8.1.
///
/// @param begin of its contents
/// @param end of its contents
record Der(int tag, long begin, long end) {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int TEXT = 0x0c;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    static final int DICTIONARY = 0xb0;

    private static final int DEEPEST = 32;

    static Der at(Window bytes, long at) throws Unreadable {
        int tag = bytes.u8(at);
        long length = bytes.u8(at + 1);
        long begin = at + 2;
        if (length >= 0x80) {
            long count = length & 0x7f;
            if (count < 1 || count > 4) {
                throw new Unreadable("it states a length in an unknown form");
            }
            length = 0;
            for (long i = 0; i < count; i++) {
                length = length << 8 | bytes.u8(begin + i);
            }
            begin += count;
        }
        if (!bytes.holds(begin, length)) {
            throw new Unreadable("it points outside the file");
        }
        return new Der(tag, begin, begin + length);
    }

    /// A set of pairs of a text and a value.
    NSDictionary dictionary(Window bytes, int depth) throws Unreadable {
        NSDictionary all = new NSDictionary();
        for (long at = begin; at < end; ) {
            Der pair = Der.at(bytes, at);
            Der key = Der.at(bytes, pair.begin);
            if (pair.tag != SEQUENCE || key.tag != TEXT || key.end >= pair.end) {
                throw new Unreadable("a pair of key and value is neither");
            }
            all.put(key.text(bytes), Der.at(bytes, key.end).value(bytes, depth + 1));
            at = pair.end;
        }
        return all;
    }

    private NSObject value(Window bytes, int depth) throws Unreadable {
        if (depth > DEEPEST) {
            throw new Unreadable("it is nested more than " + DEEPEST + " deep");
        }
        return switch (tag) {
            case BOOLEAN -> new NSNumber(bytes.u8(begin) != 0);
            case INTEGER -> new NSNumber(integer(bytes));
            case SEQUENCE -> {
                List<NSObject> members = new ArrayList<>();
                for (long at = begin; at < end; ) {
                    Der member = Der.at(bytes, at);
                    members.add(member.value(bytes, depth + 1));
                    at = member.end;
                }
                yield new NSArray(members.toArray(new NSObject[0]));
            }
            case SET, DICTIONARY -> dictionary(bytes, depth);
            default -> new NSString(text(bytes));
        };
    }

    private String text(Window bytes) throws Unreadable {
        return bytes.text(begin, (int) (end - begin));
    }

    private long integer(Window bytes) throws Unreadable {
        long value = 0;
        for (long at = begin; at < end; at++) {
            value = value << 8 | bytes.u8(at);
        }
        return value;
    }
}
