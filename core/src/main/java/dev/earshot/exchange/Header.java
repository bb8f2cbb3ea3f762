package dev.earshot.exchange;

/// One header line, as it left. It prints without its value, which may be a cookie.
public record Header(String name, String value) {
    public boolean is(String otherName) {
        return name.equalsIgnoreCase(otherName);
    }

    @Override
    public String toString() {
        return name + ": (" + value.length() + ")";
    }
}
