package dev.earshot.guard.gateway;

import java.util.ArrayList;
import java.util.List;

/// Names of header fields that the gateway knows, found without making a string.
enum Name {
    OTHER(""),
    HOST("host"),
    CONNECTION("connection"),
    KEEP_ALIVE("keep-alive"),
    PROXY_CONNECTION("proxy-connection"),
    TE("te"),
    TRAILER("trailer"),
    TRANSFER_ENCODING("transfer-encoding"),
    UPGRADE("upgrade"),
    CONTENT_LENGTH("content-length"),
    CONTENT_TYPE("content-type"),
    CONTENT_ENCODING("content-encoding"),
    CONTENT_RANGE("content-range"),
    CONTENT_DIGEST("content-digest"),
    CONTENT_MD5("content-md5"),
    REPR_DIGEST("repr-digest"),
    DIGEST("digest"),
    ACCEPT("accept"),
    ACCEPT_ENCODING("accept-encoding"),
    ACCEPT_RANGES("accept-ranges"),
    VARY("vary"),
    ETAG("etag"),
    RANGE("range"),
    IF_RANGE("if-range"),
    IF_NONE_MATCH("if-none-match"),
    IF_MODIFIED_SINCE("if-modified-since"),
    EXPECT("expect"),
    COOKIE("cookie"),
    REFERER("referer"),
    SEC_FETCH_DEST("sec-fetch-dest"),
    X_FORWARDED_FOR("x-forwarded-for"),
    X_FORWARDED_PROTO("x-forwarded-proto"),
    X_FORWARDED_HOST("x-forwarded-host"),
    FORWARDED("forwarded"),
    CONTENT_SECURITY_POLICY("content-security-policy"),
    CONTENT_SECURITY_POLICY_REPORT_ONLY("content-security-policy-report-only"),
    PERMISSIONS_POLICY("permissions-policy"),
    REFERRER_POLICY("referrer-policy"),
    REPORTING_ENDPOINTS("reporting-endpoints"),
    REPORT_TO("report-to"),
    LINK("link"),
    REFRESH("refresh");

    private static final int LONGEST = 40;
    private static final Name[][] BY_LENGTH = byLength();

    private final String text;

    Name(String text) {
        this.text = text;
    }

    /// Lower case.
    String text() {
        return text;
    }

    /// What stands in `from` to `to`, in any case.
    static Name of(byte[] in, int from, int to) {
        int length = to - from;
        if (length >= LONGEST) {
            return OTHER;
        }
        for (Name name : BY_LENGTH[length]) {
            if (name.is(in, from)) {
                return name;
            }
        }
        return OTHER;
    }

    private boolean is(byte[] in, int from) {
        for (int i = 0; i < text.length(); i++) {
            int b = in[from + i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static Name[][] byLength() {
        List<List<Name>> lists = new ArrayList<>();
        for (int i = 0; i < LONGEST; i++) {
            lists.add(new ArrayList<>());
        }
        for (Name name : values()) {
            if (name != OTHER) {
                lists.get(name.text.length()).add(name);
            }
        }
        return lists.stream().map(list -> list.toArray(Name[]::new)).toArray(Name[][]::new);
    }
}
