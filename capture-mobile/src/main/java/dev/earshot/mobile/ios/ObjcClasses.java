package dev.earshot.mobile.ios;

import dev.earshot.mobile.ios.MachOImage.Section;
import dev.earshot.mobile.reading.Sign;

/// The Objective-C classes whose code is in an image, Swift's own among them, and the selectors that it names.
///
/// Source: Apple, objc4 `runtime/objc-runtime-new.h`: `class_t`, `class_ro_t` (opensource.apple.com, read 2026-11-22).
final class ObjcClasses {
    private ObjcClasses() {}

    static void tell(MachOImage image, Once once) throws Unreadable {
        for (Section section : image.sections) {
            if (section.name().equals("__objc_methname") && !Texts.hidden(image, section)) {
                Texts.each(image, section, (name, offset) -> once.found(Sign.OBJC_SELECTOR, name, "", offset));
            }
        }
        for (Section list : image.sections) {
            if (list.name().equals("__objc_classlist") || list.name().equals("__objc_nlclslist")) {
                list(image, list, once);
            }
        }
    }

    private static void list(MachOImage image, Section list, Once once) throws Unreadable {
        int word = image.wordSize();
        Unreadable broken = null;
        for (long at = 0; at + word <= list.contents().size(); at += word) {
            if (image.offsetOf(list.address() + at) < 0) {
                broken = new Unreadable("their list goes beyond the file's end");
                break;
            }
            try {
                className(image, list.address() + at, once);
            } catch (Unreadable e) {
                image.bytes.spend(0);
                broken = e;
            }
        }
        if (broken != null && image.encrypted.isEmpty()) {
            names(image, once);
            throw broken;
        }
    }

    private static void className(MachOImage image, long listed, Once once) throws Unreadable {
        int word = image.wordSize();
        long type = image.pointerAt(listed);
        if (type == 0) {
            return;
        }
        // isa, superclass, cache, table of methods; then the read-only part, with flags in its lowest bits.
        long fixed = image.pointerAt(type + 4L * word) & (image.wide ? 0x0000_7fff_ffff_fff8L : ~3L);
        // Three numbers, one more where words are wide; the layout of its variables; its name.
        long name = image.pointerAt(fixed + (image.wide ? 24 : 16));
        long offset = image.offsetOf(name);
        if (offset < 0) {
            throw new Unreadable("a class's name is in no segment");
        }
        if (image.encrypted
                .filter(range -> range.overlaps(new MachOImage.Range(offset, 1)))
                .isPresent()) {
            return;
        }
        once.found(Sign.OBJC_CLASS, SwiftName.ofRuntime(image.bytes.text(offset)), "", image.bytes.inFile(offset));
    }

    /// Where the classes can't be followed, the texts that name them, and categories and protocols as well, so that they
    /// are only mentions.
    private static void names(MachOImage image, Once once) throws Unreadable {
        for (Section section : image.sections) {
            if (section.name().equals("__objc_classname")) {
                Texts.each(
                        image,
                        section,
                        (name, offset) -> once.found(Sign.CLASS_REFERENCED, SwiftName.ofRuntime(name), "", offset));
            }
        }
    }
}
