package dev.earshot.investigate.table;

/// Texts of one column.
final class Texts extends Values {
    /// Each with its length before it: the plain encoding.
    private final Bytes plain = new Bytes();
    private int start;

    void set(byte[] bytes, int from, int to) {
        plain.cut(start);
        plain.putInt(to - from);
        plain.put(bytes, from, to);
    }

    void endRow() {
        if (plain.size() == start) {
            plain.putInt(0);
        }
        start = plain.size();
    }

    int size() {
        return start;
    }

    @Override
    void clear(int rows) {
        plain.cut(0);
        start = 0;
    }

    @Override
    int encode(int rows, Dictionary dictionary, Bytes page) {
        if (mayHaveDictionary()) {
            if (fill(dictionary, rows) && dictionary.size(rows) < start) {
                dictionary.putPlaces(rows, page);
                return RLE_DICTIONARY;
            }
            dictionaryWasOfNoUse();
        }
        page.put(plain.array(), 0, start);
        return PLAIN;
    }

    private boolean fill(Dictionary dictionary, int rows) {
        dictionary.start(rows);
        int at = 0;
        for (int row = 0; row < rows; row++) {
            int from = at + 4;
            at = from + plain.intAt(at);
            if (!dictionary.add(row, plain.array(), from, at)) {
                return false;
            }
        }
        return true;
    }
}
