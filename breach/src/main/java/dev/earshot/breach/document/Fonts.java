package dev.earshot.breach.document;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The fonts that are shipped, in the order in which a character is looked for. For many threads.
///
/// Scripts whose letters take forms that these fonts only have by OpenType's rules (Devanagari, Thai, Khmer …) can't be
/// printed, even where a font has the letters: set one beside the other they would be misspelt.
public final class Fonts {
    private static final List<String> FAMILIES =
            List.of("NotoSans", "NotoNaskhArabic", "NotoSansHebrew", "NotoSansSC", "NanumGothic", "DejaVuSans");
    private static final Set<Integer> SCRIPTS = Set.of(
            UScript.COMMON,
            UScript.INHERITED,
            UScript.LATIN,
            UScript.CYRILLIC,
            UScript.GREEK,
            UScript.ARABIC,
            UScript.HEBREW,
            UScript.HAN,
            UScript.HIRAGANA,
            UScript.KATAKANA,
            UScript.BOPOMOFO,
            UScript.HANGUL,
            UScript.ARMENIAN,
            UScript.GEORGIAN);

    private final List<Face> faces = new ArrayList<>();
    private final BitSet lacksBold = new BitSet();
    private final int[] regular;
    private final int[] bold;

    private Fonts() {
        List<Face> light = new ArrayList<>();
        List<Face> heavy = new ArrayList<>();
        for (String family : FAMILIES) {
            byte[] file = read(family + "-Regular.ttf");
            if (file.length > 0) {
                Face face = add(file);
                byte[] bolder = read(family + "-Bold.ttf");
                light.add(face);
                heavy.add(bolder.length > 0 ? add(bolder) : face);
                lacksBold.set(face.index(), bolder.length == 0);
            }
        }
        if (light.isEmpty()) {
            throw new EarshotException(
                    Code.INTERNAL,
                    "this build of Earshot has no fonts, so that nothing can be printed: build it again; its breach module fetches"
                            + " them with npm");
        }
        regular = table(light);
        bold = table(heavy);
    }

    /// @throws EarshotException of code INTERNAL where the build has left them out
    public static Fonts shipped() {
        return Shipped.FONTS;
    }

    private static final class Shipped {
        private static final Fonts FONTS = new Fonts();
    }

    /// The characters of a text that can't be printed, each once.
    public List<Unprintable> unprintable(String text) {
        Set<Unprintable> missing = new LinkedHashSet<>();
        Normalizer2.getNFCInstance().normalize(text).codePoints().forEach(code -> {
            if (code != '\n' && !isIgnorable(code) && glyph(code, false) == 0) {
                missing.add(new Unprintable(code));
            }
        });
        return List.copyOf(missing);
    }

    /// A character that no font that is shipped has, or whose script can't be set with them.
    public record Unprintable(int codePoint) {
        /// Such as `U+0E01 (Thai)`.
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "U+%04X (%s)", codePoint, UScript.getName(UScript.getScript(codePoint)));
        }
    }

    /// @return the font's index in the upper half, the glyph in the lower one; 0 where no font has it
    int glyph(int codePoint, boolean heavy) {
        int[] table = heavy ? bold : regular;
        return codePoint < table.length ? table[codePoint] : 0;
    }

    Face face(int index) {
        return faces.get(index);
    }

    /// Whether bold text in this font is drawn with an outline.
    boolean lacksBold(int index) {
        return lacksBold.get(index);
    }

    int count() {
        return faces.size();
    }

    /// Whether a character steers how others are set and isn't drawn itself.
    static boolean isIgnorable(int codePoint) {
        return codePoint >= 0xAD && UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
    }

    private Face add(byte[] file) {
        Face face = new Face(faces.size(), file);
        faces.add(face);
        return face;
    }

    private static int[] table(List<Face> chain) {
        int[] table = new int[0x30000];
        for (int code = ' '; code < table.length; code++) {
            if (UCharacter.isDefined(code) && SCRIPTS.contains(UScript.getScript(code)) && ArabicForms.has(code)) {
                for (Face face : chain) {
                    int glyph = face.glyph(code);
                    if (glyph > 0) {
                        table[code] = face.index() << 16 | glyph;
                        break;
                    }
                }
            }
        }
        table['\t'] = table[' '];
        return table;
    }

    private static byte[] read(String name) {
        try (InputStream in = Fonts.class.getResourceAsStream("fonts/" + name)) {
            return in == null ? new byte[0] : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
