package dev.earshot.mobile.ios;

import dev.earshot.mobile.ios.MachOImage.Section;
import dev.earshot.mobile.reading.Sign;

/// The Swift types whose code is in an image, by the records that the runtime finds them by.
///
/// Source: Swift, `docs/ABI/TypeMetadata.rst`, "Nominal Type Descriptor" (github.com/swiftlang/swift, read 2026-11-22).
final class SwiftTypes {
    private static final int DEEPEST = 16;
    private static final int LONGEST_NAME = 1024;

    private SwiftTypes() {}

    static void tell(MachOImage image, Once once) throws Unreadable {
        Unreadable broken = null;
        for (Section list : image.sections) {
            if (!list.name().equals("__swift5_types") && !list.name().equals("__swift5_types2")) {
                continue;
            }
            if (Texts.hidden(image, list)) {
                continue;
            }
            for (long at = 0; at + 4 <= list.contents().size(); at += 4) {
                if (image.offsetOf(list.address() + at) < 0) {
                    broken = new Unreadable("their list goes beyond the file's end");
                    break;
                }
                try {
                    type(image, list.address() + at, once);
                } catch (Unreadable e) {
                    image.bytes.spend(0);
                    broken = e;
                }
            }
        }
        if (broken != null) {
            throw broken;
        }
    }

    private static void type(MachOImage image, long listed, Once once) throws Unreadable {
        long descriptor = relative(image, listed);
        String name = "";
        String kind = "";
        long place = -1;
        for (int depth = 0; depth < DEEPEST && descriptor != 0; depth++) {
            long offset = offset(image, descriptor);
            int now = image.bytes.s32(offset) & 0x1f;
            String named = switch (now) {
                case 0, 3, 16, 17, 18 -> {
                    long at = offset(image, relative(image, descriptor + 8));
                    int length = image.bytes.lengthOfText(at);
                    if (length > LONGEST_NAME) {
                        throw new Unreadable("it holds a type's name without end");
                    }
                    if (place < 0) {
                        place = at;
                    }
                    yield image.bytes.text(at, length);
                }
                // An extension, or a private or local scope: no name of its own.
                default -> "";
            };
            if (depth == 0) {
                kind = switch (now) {
                    case 16 -> "class";
                    case 17 -> "struct";
                    case 18 -> "enum";
                    default -> "";
                };
            }
            if (!named.isEmpty()) {
                name = name.isEmpty() ? named : named + "." + name;
            }
            descriptor = now == 0 ? 0 : relative(image, descriptor + 4);
        }
        if (!kind.isEmpty()) {
            once.found(Sign.OBJC_CLASS, name, kind, image.bytes.inFile(place));
        }
    }

    private static long offset(MachOImage image, long address) throws Unreadable {
        long offset = image.offsetOf(address);
        if (offset < 0) {
            throw new Unreadable("a type's record is in no segment");
        }
        return offset;
    }

    /// The address that a relative pointer leads to; 0 where that is in another file.
    private static long relative(MachOImage image, long address) throws Unreadable {
        int distance = image.bytes.s32(offset(image, address));
        if (distance == 0) {
            return 0;
        }
        return (distance & 1) == 0 ? address + distance : image.pointerAt(address + (distance & ~1));
    }
}
