package dev.earshot.breach.print;

import java.util.List;

/// How letters are printed. Lengths are in points (72 to the inch) on Letter paper.
///
/// @param pages that a batch has at most; a letter that is longer has a batch of its own
/// @param letters that are taken, sorted and put into batches together
/// @param window where the address stands
/// @param returnAddress lines above the window, of the one who sends
/// @param duplex whether letters are printed on both sides: each then begins on a new sheet
/// @param apart what is never together in one batch
/// @param order of the letters of a batch
public record PrintSettings(
        int pages, int letters, Window window, List<String> returnAddress, boolean duplex, Apart apart, Order order) {
    public PrintSettings {
        returnAddress = List.copyOf(returnAddress);
        if (pages < 1 || letters < 1) {
            throw new IllegalArgumentException("a batch has at least one page and one letter");
        }
    }

    /// 5,000 pages a batch, a #10 window envelope, both sides, letters of as many sheets together, by postal code.
    public static PrintSettings usual(List<String> returnAddress) {
        return new PrintSettings(5_000, 5_000, Window.NUMBER_10, returnAddress, true, Apart.SHEETS, Order.POSTAL_CODE);
    }

    /// The part of the first page that shows through the envelope, from the paper's upper left corner.
    public record Window(float left, float top, float width, float height) {
        /// For a sheet folded in three, resting on the lower edge of a #10 envelope (4⅛ × 9½ inches) whose window is 1⅛ × 4½
        /// inches, ⅞ inch from the left and ½ inch from the bottom: what shows wherever the sheet slides sideways, less ⅛
        /// inch. A printer's own stationery may differ: ask for its measures.
        public static final Window NUMBER_10 = new Window(72, 154, 234, 66);

        public Window {
            if (left < 0 || top < 0 || width < 72 || height < 36 || left + width > 612 || top + height > 500) {
                throw new IllegalArgumentException("the window is not on the upper part of Letter paper");
            }
        }
    }

    public enum Apart {
        NOTHING("nothing"),
        /// Letters of one and of two sheets: machines that fill envelopes take as many sheets for each.
        SHEETS("sheets"),
        LANGUAGE("language"),
        SHEETS_AND_LANGUAGE("sheets-and-language");

        private final String id;

        Apart(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    public enum Order {
        /// That of the plan.
        PLAN("plan"),
        POSTAL_CODE("postal-code");

        private final String id;

        Order(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }
}
