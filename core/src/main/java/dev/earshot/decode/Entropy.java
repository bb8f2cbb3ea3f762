package dev.earshot.decode;

/// How unpredictable bytes are, by their frequencies alone.
final class Entropy {
    private Entropy() {}

    /// Shannon entropy in bits a byte, 0 to 8. Of `n` bytes it is at most log2(n): 64 bytes reach 6.
    static double of(byte[] bytes) {
        int[] counts = new int[256];
        for (byte b : bytes) {
            counts[b & 0xff]++;
        }
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / bytes.length;
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }
}
