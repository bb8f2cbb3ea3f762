package com.microsoft.clarity;

/**
 * Stands in for Microsoft's Clarity, whose licence lets nobody pass it on. Its name and its methods are the vendor's; what is in
 * them is ours.
 */
public final class Clarity {
    private Clarity() {}

    public static boolean initialize(android.content.Context context, ClarityConfig config) {
        System.out.print("https://www.clarity.ms/" + config.project);
        return true;
    }

    public static boolean setCustomUserId(String id) {
        System.out.print(id);
        return true;
    }
}
