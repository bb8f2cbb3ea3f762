package dev.earshot.guard.html;

import dev.earshot.guard.protection.Allowed;
import dev.earshot.guard.protection.Endpoint;
import dev.earshot.guard.protection.Fields;
import dev.earshot.guard.protection.Forbidden;
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.Use;
import dev.earshot.guard.protection.ZoneProtection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Pages and what the rewriter makes of them.
final class Pages {
    static final String URL = "https://www.clinic.example/patients/book?step=2";
    static final HtmlRules RULES =
            rules(Otherwise.BLOCK, "vendor.example", "*.tracker.example", "cdn.clinic.example/metrics/");
    static final HtmlRules NO_RULES = rules(Otherwise.REPORT);

    private Pages() {}

    static HtmlRules rules(Otherwise otherwise, String... forbidden) {
        List<Forbidden> all = new ArrayList<>();
        for (String each : forbidden) {
            int slash = each.indexOf('/');
            Endpoint to = slash < 0 ? Endpoint.of(each) : new Endpoint(each.substring(0, slash), each.substring(slash));
            all.add(new Forbidden(to, "Vendor, Inc.", "vendor", "no-health-page-to-advertising"));
        }
        List<Allowed> allowed = List.of(new Allowed(
                Endpoint.of("fonts.host.example"), Set.of(Use.STYLE, Use.FONT), new Fields.All(), "Host", "seen"));
        ZoneProtection zone = new ZoneProtection("public", List.of(), false, otherwise, allowed, all);
        return HtmlRules.of(new Protection(Set.of("www.clinic.example", "cdn.clinic.example"), List.of(zone)), zone);
    }

    static HtmlRewriter rewriter(HtmlRules rules, String nonce, String head) {
        return new HtmlRewriter(rules, nonce, head, URL, false, WhenInDoubt.PASS, HtmlRewriter.LIMIT);
    }

    /// The page without what [#RULES] forbid, nothing put in.
    static String rewritten(String page) {
        return rewritten(page, "", "");
    }

    static String rewritten(String page, String nonce, String head) {
        return whole(rewriter(RULES, nonce, head), page);
    }

    static String whole(HtmlRewriter rewriter, String page) {
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        return new String(fed(rewriter, bytes), StandardCharsets.UTF_8);
    }

    /// @param cuts where the page is cut into pieces, ascending
    static byte[] fed(HtmlRewriter rewriter, byte[] page, int... cuts) {
        ByteBuf out = Unpooled.buffer();
        int from = 0;
        for (int cut : cuts) {
            rewriter.feed(Unpooled.wrappedBuffer(page, from, cut - from), out);
            from = cut;
        }
        rewriter.feed(Unpooled.wrappedBuffer(page, from, page.length - from), out);
        rewriter.end(out);
        return bytes(out);
    }

    /// The same through slices of direct buffers.
    static byte[] sliced(HtmlRewriter rewriter, byte[] page, int... cuts) {
        ByteBuf out = Unpooled.buffer();
        int from = 0;
        int[] all = Arrays.copyOf(cuts, cuts.length + 1);
        all[cuts.length] = page.length;
        for (int cut : all) {
            ByteBuf in = Unpooled.directBuffer();
            in.writeZero(3).skipBytes(3).writeBytes(page, from, cut - from);
            rewriter.feed(in, (ByteBuf part) -> {
                out.writeBytes(part);
                part.release();
            });
            if (in.refCnt() != 1 || in.isReadable()) {
                throw new AssertionError("the piece is " + in);
            }
            in.release();
            from = cut;
        }
        rewriter.end((ByteBuf part) -> {
            out.writeBytes(part);
            part.release();
        });
        return bytes(out);
    }

    private static byte[] bytes(ByteBuf out) {
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}
