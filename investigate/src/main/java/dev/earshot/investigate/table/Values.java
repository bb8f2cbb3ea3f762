package dev.earshot.investigate.table;

/// The values of one column in the row group under way.
abstract sealed class Values permits Numbers, Texts {
    /// Values are back to back.
    static final int PLAIN = 0;
    /// Runs, of levels and places in a dictionary.
    static final int RLE = 3;
    /// Differences from value to value, in as few bits as the greatest of 32 takes.
    static final int DELTA_BINARY_PACKED = 5;
    /// Places in the dictionary page.
    static final int RLE_DICTIONARY = 8;

    /// A dictionary that was of no use is tried again after so many row groups.
    private static final int PATIENCE = 8;

    private int withoutDictionary;

    /// Encodes the first `rows` values in the smallest way that is cheap to find.
    ///
    /// @param dictionary empty; the dictionary page, where the way is [#RLE_DICTIONARY]
    /// @param page empty; the page
    /// @return the encoding of the page
    abstract int encode(int rows, Dictionary dictionary, Bytes page);

    /// Forgets them all.
    abstract void clear(int rows);

    boolean mayHaveDictionary() {
        if (withoutDictionary > 0) {
            withoutDictionary--;
            return false;
        }
        return true;
    }

    void dictionaryWasOfNoUse() {
        withoutDictionary = PATIENCE;
    }
}
