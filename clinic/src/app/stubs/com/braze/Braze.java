package com.braze;

/** What the app calls of the vendor's class, which is not in the app: its build left it out. */
public class Braze {
    public void changeUser(String person) {}
}
