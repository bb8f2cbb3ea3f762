package dev.earshot.decode;

/// How the numbers in binary formats are written down.
final class Numerals {
    private static final double SMALLEST = 1e-9;
    private static final double LARGEST = 1e15;

    private Numerals() {}

    /// Eight bytes of which it is not known whether they are a floating-point number.
    static String eightBytes(long bits) {
        double number = Double.longBitsToDouble(bits);
        return isSensible(number) ? of(number) : Long.toUnsignedString(bits);
    }

    /// Four bytes of which it is not known whether they are a floating-point number.
    static String fourBytes(int bits) {
        float number = Float.intBitsToFloat(bits);
        return isSensible(number) ? of(number) : Integer.toUnsignedString(bits);
    }

    /// A number as JSON would have it: whole ones without a point.
    static String of(double number) {
        return isWhole(number) ? Long.toString((long) number) : Double.toString(number);
    }

    static String of(float number) {
        return isWhole(number) ? Long.toString((long) number) : Float.toString(number);
    }

    private static boolean isWhole(double number) {
        return number == Math.rint(number) && Math.abs(number) < LARGEST;
    }

    /// A number of an everyday size. An integer's bits read as one are nearly always smaller.
    private static boolean isSensible(double number) {
        double size = Math.abs(number);
        return size == 0 || (size > SMALLEST && size < LARGEST);
    }
}
