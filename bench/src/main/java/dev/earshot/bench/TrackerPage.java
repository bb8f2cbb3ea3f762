package dev.earshot.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;

/// A made-up page of 51,200 bytes with the snippets of four tag vendors in its head, as a hospital's front page has them, and
/// text, lists, forms and pictures behind them.
final class TrackerPage {
    static final int BYTES = 51_200;

    private static final String[] WORDS =
            ("care clinic doctor visit health family appointment patient heart children test"
                            + " results insurance hours location parking pharmacy portal record nurse women blood pressure today")
                    .split(" ", -1);

    private TrackerPage() {}

    /// A vendor's host: the first four are in the page.
    static String host(int vendor) {
        return "cdn.tracker" + vendor + ".example";
    }

    static byte[] bytes() {
        StringBuilder page = new StringBuilder(
                "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Clinic Example</title>\n");
        for (int vendor = 0; vendor < 4; vendor++) {
            page.append(
                    String.format(Locale.ROOT, """
                    <script>
                    (function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'t.start':new Date().getTime(),event:'t.js'});
                    var f=d.getElementsByTagName(s)[0],j=d.createElement(s),dl=l!='dataLayer'?'&l='+l:'';j.async=true;
                    j.src='https://%s/t.js?id='+i+dl;f.parentNode.insertBefore(j,f);})(window,document,'script','dl%d','T-%d');
                    </script>
                    <script async src="https://%s/px.js"></script>
                    <noscript><img height="1" width="1" src="https://%s/tr?id=%d&amp;ev=PageView"></noscript>
                    """, host(vendor), vendor, vendor, host(vendor), host(vendor), vendor));
        }
        page.append("<link rel=\"stylesheet\" href=\"/assets/site.css\"></head>\n<body>\n<main>\n");
        SplittableRandom random = new SplittableRandom(51_200);
        String end = "</main>\n<script src=\"/assets/site.js\"></script>\n</body></html>\n";
        for (int i = 0; page.length() < BYTES - end.length() - 700; i++) {
            page.append("<section class=\"card card-")
                    .append(i % 7)
                    .append("\" id=\"s")
                    .append(i)
                    .append("\">\n");
            page.append("<h2><a href=\"/services/")
                    .append(word(random))
                    .append("\">")
                    .append(word(random))
                    .append("</a></h2>\n");
            page.append("<img src=\"/images/")
                    .append(word(random))
                    .append(".jpg\" alt=\"")
                    .append(word(random))
                    .append("\">\n<p>");
            for (int k = 0; k < 40; k++) {
                page.append(word(random)).append(k % 9 == 8 ? ", " : " ");
            }
            page.append("</p>\n</section>\n");
        }
        int left = BYTES - end.length() - page.length() - "<!---->".length();
        page.append("<!--").repeat("x", left).append("-->").append(end);
        return page.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String word(SplittableRandom random) {
        return WORDS[random.nextInt(WORDS.length)];
    }
}
