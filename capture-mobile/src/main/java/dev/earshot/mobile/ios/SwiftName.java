package dev.earshot.mobile.ios;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The name of a Swift type, from a mangled symbol of it or of something in it.
///
/// Source: Swift, `docs/ABI/Mangling.rst`, "Types", "Identifiers", and the older form in its history
/// (github.com/swiftlang/swift, read 2026-11-22). Only the beginning of a symbol is read, up to the first type.
///
/// @param name with the module before it: `ClinicAnalytics.Tracker`
/// @param kind `class`, `struct`, `enum` or `protocol`
/// @param describesIt whether the symbol is the type's own record, which stands beside its code
record SwiftName(String name, String kind, boolean describesIt) {
    private static final int MOST_WORDS = 26;

    /// An Objective-C class name as the runtime has it: Swift's own are mangled there, and told with dots here.
    static String ofRuntime(String name) {
        if (!name.startsWith("_Tt")) {
            return name;
        }
        int at = 3;
        int depth = 0;
        while (at < name.length() && "CVO".indexOf(name.charAt(at)) >= 0) {
            at++;
            depth++;
        }
        if (depth == 0) {
            return name;
        }
        Mangled rest = new Mangled(name, at);
        StringBuilder dotted = new StringBuilder(rest.module());
        for (int i = 0; i < depth && !dotted.isEmpty(); i++) {
            if (rest.take("P")) {
                rest.identifier();
            }
            String part = rest.identifier();
            if (part.isEmpty()) {
                return name;
            }
            dotted.append('.').append(part);
        }
        return dotted.isEmpty() ? name : dotted.toString();
    }

    /// @param symbol with its leading underscore
    static Optional<SwiftName> ofSymbol(String symbol) {
        int begin = symbol.startsWith("_$s") || symbol.startsWith("_$S") ? 3 : symbol.startsWith("_T0") ? 3 : -1;
        if (begin < 0) {
            return Optional.empty();
        }
        Mangled rest = new Mangled(symbol, begin);
        StringBuilder name = new StringBuilder(rest.module());
        String kind = "";
        while (!name.isEmpty()) {
            int before = rest.at;
            String part = rest.identifier();
            if (!part.isEmpty() && rest.digit()) {
                rest.identifier();
                if (!rest.take("LL")) {
                    rest.at = before;
                    break;
                }
            }
            String now = part.isEmpty() ? "" : rest.kind();
            if (now.isEmpty()) {
                rest.at = before;
                break;
            }
            name.append('.').append(part);
            kind = now;
        }
        String tail = symbol.substring(rest.at);
        return kind.isEmpty()
                ? Optional.empty()
                : Optional.of(new SwiftName(
                        name.toString(),
                        kind,
                        tail.equals("Mn") || tail.equals("Ma") || tail.equals("N") || tail.equals("Mm")));
    }

    /// A place in a mangled name.
    private static final class Mangled {
        private final String text;
        private final List<String> words = new ArrayList<>();
        private int at;

        Mangled(String text, int at) {
            this.text = text;
            this.at = at;
        }

        private char peek() {
            return at < text.length() ? text.charAt(at) : 0;
        }

        boolean digit() {
            return peek() >= '0' && peek() <= '9';
        }

        boolean take(String expected) {
            if (!text.startsWith(expected, at)) {
                return false;
            }
            at += expected.length();
            return true;
        }

        String module() {
            return take("s") ? "Swift" : identifier();
        }

        String kind() {
            String kind = switch (peek()) {
                case 'C' -> "class";
                case 'V' -> "struct";
                case 'O' -> "enum";
                case 'P' -> "protocol";
                default -> "";
            };
            at += kind.isEmpty() ? 0 : 1;
            return kind;
        }

        /// The identifier here; empty where there is none, or one in Punycode.
        String identifier() {
            if (!digit()) {
                return "";
            }
            boolean substitutes = take("0");
            if (substitutes && peek() == '0') {
                return "";
            }
            StringBuilder whole = new StringBuilder();
            do {
                while (substitutes && Character.isLetter(peek())) {
                    char letter = text.charAt(at++);
                    int word = Character.isLowerCase(letter) ? letter - 'a' : letter - 'A';
                    substitutes = Character.isLowerCase(letter);
                    if (word < 0 || word >= words.size()) {
                        return "";
                    }
                    whole.append(words.get(word));
                }
                if (take("0")) {
                    break;
                }
                int length = number();
                if (length == 0 || length > text.length() - at) {
                    return "";
                }
                String piece = text.substring(at, at + length);
                at += length;
                remember(piece);
                whole.append(piece);
            } while (substitutes);
            return whole.toString();
        }

        private int number() {
            int value = 0;
            while (digit()) {
                if (value > text.length()) {
                    return 0;
                }
                value = value * 10 + (text.charAt(at++) - '0');
            }
            return value;
        }

        /// Words can be referred to later, by letters. They end where a capital follows a small letter.
        private void remember(String piece) {
            int begin = -1;
            for (int i = 0; i <= piece.length() && words.size() < MOST_WORDS; i++) {
                char now = i < piece.length() ? piece.charAt(i) : 0;
                boolean ends = now == 0
                        || now == '_'
                        || (i > 0 && !Character.isUpperCase(piece.charAt(i - 1)) && Character.isUpperCase(now));
                if (begin >= 0 && ends) {
                    if (i - begin >= 2) {
                        words.add(piece.substring(begin, i));
                    }
                    begin = -1;
                }
                if (begin < 0 && now != 0 && now != '_' && !Character.isDigit(now)) {
                    begin = i;
                }
            }
        }
    }
}
