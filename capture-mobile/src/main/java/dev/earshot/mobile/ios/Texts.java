package dev.earshot.mobile.ios;

import dev.earshot.mobile.ios.MachOImage.Range;
import dev.earshot.mobile.ios.MachOImage.Section;
import dev.earshot.mobile.reading.Sign;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.ObjLongConsumer;

/// The texts in an image: those that compilers put into sections of their own, among them what CFString and Swift
/// literals point at, and readable stretches among constants, where C and C++ keep named arrays of characters.
final class Texts {
    private static final int TEXTS = 0x2;
    private static final int SHORTEST = 3;
    private static final int SHORTEST_AMONG_CONSTANTS = 6;

    private Texts() {}

    static void tell(MachOImage image, Once once) throws Unreadable {
        ObjLongConsumer<String> text = (name, offset) -> {
            if (name.length() >= SHORTEST) {
                once.found(Sign.NATIVE_TEXT, name, "", offset);
            }
        };
        Unreadable broken = null;
        for (Section section : image.sections) {
            try {
                if (section.holdsNothing() || hidden(image, section)) {
                    continue;
                }
                switch (section.name()) {
                    case "__objc_methname", "__objc_classname", "__objc_methtype" -> {
                        // Names of the language, told as such.
                    }
                    case "__ustring" -> wide(image, section, text);
                    case "__const", "__data", "__rodata" -> amongConstants(image, section, text);
                    case "__entitlements" ->
                        Entitlements.ofXml(
                                contents(image, section)
                                        .copy(0, section.contents().size()),
                                once,
                                image.bytes.inFile(section.contents().offset()));
                    default -> {
                        if (section.type() == TEXTS || section.name().equals("__cstring")) {
                            each(image, section, text);
                        }
                    }
                }
            } catch (Unreadable e) {
                image.bytes.spend(0);
                broken = e;
            }
        }
        if (broken != null) {
            throw broken;
        }
    }

    /// Whether it is, in part, what the App Store encrypted.
    static boolean hidden(MachOImage image, Section section) {
        return image.encrypted
                .filter(range -> range.overlaps(section.contents()))
                .isPresent();
    }

    /// Tells each text of a section that holds nothing else. What of the section is cut off is missing.
    static void each(MachOImage image, Section section, ObjLongConsumer<String> told) throws Unreadable {
        Window contents = contents(image, section);
        for (long at = 0; at < contents.size(); ) {
            int length = contents.lengthOfText(at);
            if (length > 0) {
                told.accept(contents.text(at, length), contents.inFile(at));
            }
            at += length + 1L;
        }
        whole(contents, section);
    }

    private static void wide(MachOImage image, Section section, ObjLongConsumer<String> told) throws Unreadable {
        Window contents = contents(image, section);
        byte[] bytes = contents.copy(0, contents.size());
        boolean little = image.bytes.u16(0) != (image.bytes.u8(0) << 8 | image.bytes.u8(1));
        Charset order = little ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
        int begin = 0;
        for (int at = 0; at + 1 < bytes.length; at += 2) {
            if (bytes[at] == 0 && bytes[at + 1] == 0) {
                told.accept(new String(bytes, begin, at - begin, order), contents.inFile(begin));
                begin = at + 2;
            }
        }
        whole(contents, section);
    }

    private static void amongConstants(MachOImage image, Section section, ObjLongConsumer<String> told)
            throws Unreadable {
        Window contents = contents(image, section);
        byte[] bytes = contents.copy(0, contents.size());
        int begin = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] >= 0x20 && bytes[at] < 0x7f) {
                continue;
            }
            if (at - begin >= SHORTEST_AMONG_CONSTANTS) {
                told.accept(new String(bytes, begin, at - begin, StandardCharsets.US_ASCII), contents.inFile(begin));
            }
            begin = at + 1;
        }
        whole(contents, section);
    }

    private static Window contents(MachOImage image, Section section) throws Unreadable {
        Range where = section.contents();
        return image.bytes.partThere(where.offset(), where.size());
    }

    private static void whole(Window contents, Section section) throws Unreadable {
        if (contents.size() < section.contents().size()) {
            throw new Unreadable("a section of it goes beyond the file's end");
        }
    }
}
