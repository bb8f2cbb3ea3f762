package dev.earshot.mobile.dex;

import dev.earshot.exchange.BlindSpot;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;

/// Whether the literals of a DEX file's code are hidden from whoever only reads it, as encryption of strings does: it
/// either leaves texts that are no words, or takes them out of the code.
///
/// A text can be read when half of it is in runs of three or more letters of one case: words are, base64 and
/// hexadecimal digits are not. Measured on 2026-11-22 on 31 libraries (SDKs for Android, Kotlin's and protobuf's
/// runtimes), of all literals 81 % to 97 % can be read, and for 1,000 calls there are 25 (protobuf) to 180 of those.
/// Renaming changes neither. So a quarter, and 2 for 1,000 calls, are each beyond what ordinary code comes near; smaller
/// files are not judged, since a few classes may have no texts. Encryption in single classes is not seen.
final class HiddenTexts {
    private static final int LITERALS_TO_JUDGE = 100;
    private static final int CALLS_TO_JUDGE = 5_000;

    private int literals;
    private int readable;

    /// Takes in a text that code uses, each once.
    void literal(String text) {
        literals++;
        readable += isReadable(text) ? 1 : 0;
    }

    static boolean isReadable(String text) {
        int inRuns = 0;
        int run = 0;
        char previous = ' ';
        for (int i = 0; i <= text.length(); i++) {
            char kind = i < text.length() ? letterCase(text.charAt(i)) : ' ';
            if (kind != previous) {
                inRuns += run >= 3 ? run : 0;
                run = 0;
                previous = kind;
            }
            run += kind == ' ' ? 0 : 1;
        }
        return inRuns > 0 && 2 * inRuns >= text.length();
    }

    private static char letterCase(char character) {
        if (character >= 'a' && character <= 'z') {
            return 'a';
        }
        return character >= 'A' && character <= 'Z' ? 'A' : ' ';
    }

    /// @param calls how many calls the code holds
    void tell(int calls, String file, Signs signs) {
        boolean noWords = literals >= LITERALS_TO_JUDGE && 4 * readable < literals;
        boolean takenOut = calls >= CALLS_TO_JUDGE && 500L * readable < calls;
        if (noWords || takenOut) {
            signs.found(Sign.PACKED, file, "encrypted texts", "", -1);
            signs.blind(new BlindSpot(
                    BlindSpot.Kind.CODE_HIDDEN,
                    file,
                    "Beside " + calls + " calls, its code holds " + literals + " texts, of which " + readable
                            + " can be read: they look encrypted, and which hosts and keys are among them, this scan"
                            + " cannot tell.",
                    true));
        }
    }
}
