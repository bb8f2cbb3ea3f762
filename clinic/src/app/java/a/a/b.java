package a.a;

/**
 * What a release build leaves of a vendor's SDK whose classes it renamed: here of Branch. The texts are the vendor's; the
 * rest is ours.
 */
public final class b {
    private static String c = "bnc_link_click_identifier";

    private b() {}

    public static void a(String d) {
        System.out.print("https://api2.branch.io/");
        System.out.print("bnc_randomized_bundle_token");
        System.out.print(c + d);
    }
}
