package io.sentry.protocol;

/** Stands in for Sentry, which is larger than the app. Its name and its methods are the vendor's; what is in them is ours. */
public final class User {
    private String email;

    public void setEmail(String address) {
        email = address;
    }

    @Override
    public String toString() {
        return email;
    }
}
