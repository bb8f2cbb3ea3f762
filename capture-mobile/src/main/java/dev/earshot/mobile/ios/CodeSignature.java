package dev.earshot.mobile.ios;

import dev.earshot.mobile.ios.MachOImage.Range;
import java.nio.ByteOrder;

/// The entitlements in an image's code signature.
///
/// Source: Apple, XNU `osfmk/kern/cs_blobs.h` (opensource.apple.com, read 2026-11-22).
final class CodeSignature {
    private static final int SIGNATURE = 0xfade_0cc0;
    private static final int XML_ENTITLEMENTS = 0xfade_7171;
    private static final int DER_ENTITLEMENTS = 0xfade_7172;
    private static final int MOST_BLOBS = 256;

    private CodeSignature() {}

    static void tell(MachOImage image, Once once) throws Unreadable {
        Range where = image.signature.orElse(new Range(0, 0));
        if (where.size() == 0) {
            return;
        }
        Window signature = image.bytes.part(where.offset(), where.size()).order(ByteOrder.BIG_ENDIAN);
        if (signature.s32(0) != SIGNATURE) {
            throw new Unreadable("it begins with an unknown number");
        }
        long count = signature.u32(8);
        if (count > MOST_BLOBS) {
            throw new Unreadable("it states more than " + MOST_BLOBS + " parts");
        }
        for (long i = 0; i < count; i++) {
            long at = signature.u32(12 + 8 * i + 4);
            int magic = signature.s32(at);
            if (magic == XML_ENTITLEMENTS || magic == DER_ENTITLEMENTS) {
                long length = signature.u32(at + 4) - 8;
                byte[] list = signature.copy(at + 8, length);
                if (magic == XML_ENTITLEMENTS) {
                    Entitlements.ofXml(list, once, signature.inFile(at + 8));
                } else {
                    Entitlements.ofDer(list, once, signature.inFile(at + 8));
                }
            }
        }
    }
}
