package dev.earshot.guard.gateway;

import dev.earshot.guard.coding.Coding;
import dev.earshot.guard.coding.Decoder;
import dev.earshot.guard.gateway.GatewaySettings.Compression;
import dev.earshot.guard.gateway.GatewaySettings.OnDoubt;
import dev.earshot.guard.html.HtmlRewriter;
import dev.earshot.guard.html.WhenInDoubt;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A front before which answers are made to obey the protection: pages are rewritten, policy headers set. What is no page
/// passes as it is. A page's head waits for its first bytes, since they may show that it can't be rewritten.
final class Rewriting implements Front {
    private enum At {
        /// The body passes as it is.
        PASSING,
        /// The first bytes of a page are not here yet.
        HEAD_WAITS,
        PAGE,
        /// The client was answered otherwise, or cut off.
        OVER
    }

    /// A byte order mark is to be seen.
    private static final int ENOUGH = 4;

    /// Of a coded page, to see what it begins with, in bytes.
    private static final int PROBE = 1024;

    private final Front front;
    private final Plan plan;
    private final Asked asked;
    private final String accepted;
    private @Nullable Exchange exchange;
    private At at = At.PASSING;
    private @Nullable Head waiting;
    private ByteBuf begin = Unpooled.EMPTY_BUFFER;
    private @Nullable Page page;
    private @Nullable Fields lastTrailers;

    /// @param accepted the request's `Accept-Encoding`, lines joined by commas; empty where there is none
    Rewriting(Front front, Plan plan, Asked asked, String accepted) {
        this.front = front;
        this.plan = plan;
        this.asked = asked;
        this.accepted = accepted;
    }

    /// Has an exchange given up where its answer can't be used.
    void ends(Exchange newExchange) {
        exchange = newExchange;
    }

    @Override
    public void interim(Head answer) {
        Contacting.removeFrom(answer.fields, plan, asked);
        front.interim(answer);
    }

    @Override
    public void answer(Head answer, boolean hasBody) {
        Fields fields = answer.fields;
        if (answer.status == 101) {
            front.answer(answer, hasBody);
            return;
        }
        Contacting.removeFrom(fields, plan, asked);
        switch (Kind.of(answer, asked, hasBody)) {
            case OTHER -> front.answer(answer, hasBody);
            case UNCHANGED -> {
                // What a browser kept has policy headers with that page's nonce, which these would replace (RFC 9111 §
                // 3.2).
                Zone.removeHeaders(fields);
                front.answer(answer, hasBody);
            }
            case SCRIPTABLE -> {
                zone().setHeaders(fields, nonce());
                front.answer(answer, hasBody);
            }
            case SHOWN -> {
                zone().framers().ifPresent(policy -> fields.add("Content-Security-Policy", policy));
                front.answer(answer, hasBody);
            }
            case DOUBTFUL -> doubt(answer, hasBody);
            case PAGE -> {
                if (hasBody) {
                    waiting = answer;
                    at = At.HEAD_WAITS;
                } else {
                    setPageHeaders(fields, nonce());
                    front.answer(answer, false);
                }
            }
        }
    }

    private Zone zone() {
        return asked.isWorker() ? asked.from().orElse(plan.strictest()) : asked.zone();
    }

    private String nonce() {
        return front.loop().nonce(plan.settings().random());
    }

    private void doubt(Head answer, boolean hasBody) {
        front.loop().gateway().counts().pagesInDoubt.increment();
        switch (plan.settings().onDoubt()) {
            case PASS -> {
                at = At.PASSING;
                front.answer(answer, hasBody);
            }
            case CLOSE -> {
                over();
                front.answer(Answers.plain(502), false);
                front.flush();
            }
        }
    }

    /// Nothing more of the upstream's answer is wanted.
    private void over() {
        at = At.OVER;
        Exchange present = exchange;
        if (present != null) {
            present.abandon();
        }
    }

    @Override
    public void body(ByteBuf bytes) {
        switch (at) {
            case PASSING -> front.body(bytes);
            case HEAD_WAITS -> {
                begin = ByteToWhole.join(alloc(), begin, bytes);
                if (begin.readableBytes() >= ENOUGH) {
                    decide();
                }
            }
            case PAGE -> feed(bytes);
            case OVER -> bytes.release();
        }
    }

    /// Whether the page can be rewritten shows now.
    private void decide() {
        Head answer = waiting;
        if (answer == null) {
            throw new IllegalStateException("no head waits");
        }
        waiting = null;
        ByteBuf first = begin;
        begin = Unpooled.EMPTY_BUFFER;
        List<Coding> codings =
                Coding.of(answer.fields.joined(Name.CONTENT_ENCODING)).orElse(List.of());
        Optional<Decoder> coded = codings.isEmpty() ? Optional.empty() : Optional.of(Coding.decoder(codings));
        ByteBuf rest = first.duplicate();
        ByteBuf plain = coded.isPresent() ? alloc().directBuffer(PROBE) : Unpooled.EMPTY_BUFFER;
        boolean broken = coded.isPresent() && coded.get().decode(rest, plain, PROBE) == Decoder.Progress.BROKEN;
        String type = answer.fields.value(answer.fields.find(Name.CONTENT_TYPE));
        if (broken
                || HtmlRewriter.doubtAbout(type, coded.isPresent() ? plain : first)
                        .isPresent()) {
            coded.ifPresent(Decoder::close);
            plain.release();
            doubt(answer, true);
            body(first);
            return;
        }
        String nonce = nonce();
        setPageHeaders(answer.fields, nonce);
        Optional<Coding> coding = codeAs(codings, answer.fields);
        int level = plan.settings().compression().level().orElse(1);
        Page begun = new Page(alloc(), rewriter(nonce), coded, coding.map(each -> each.encoder(level)));
        page = begun;
        at = At.PAGE;
        front.loop().gateway().counts().pagesRewritten.increment();
        front.answer(answer, true);
        first.readerIndex(rest.readerIndex());
        if (coded.isPresent()) {
            begun.feedPlain(plain);
        }
        feed(first);
    }

    private HtmlRewriter rewriter(String nonce) {
        Zone zone = zone();
        String head = asked.isFetched()
                ? ""
                : zone.guard()
                        .map(guard -> guard.tag(OwnPaths.GUARD_FOLDER, nonce))
                        .orElse("");
        return new HtmlRewriter(
                zone.rules(),
                nonce,
                head,
                asked.url(),
                asked.isSurelyDocument(),
                closes() ? WhenInDoubt.CLOSE : WhenInDoubt.PASS,
                HtmlRewriter.LIMIT);
    }

    private boolean closes() {
        return plan.settings().onDoubt() == OnDoubt.CLOSE;
    }

    /// What the page leaves in, said in its fields.
    private Optional<Coding> codeAs(List<Coding> came, Fields fields) {
        Compression compression = plan.settings().compression();
        fields.remove(Name.CONTENT_ENCODING);
        if ((came.isEmpty() && !compression.always()) || compression.level().isEmpty()) {
            return Optional.empty();
        }
        Optional<Coding> coding = Coding.choose(accepted, List.of(Coding.GZIP));
        coding.ifPresent(chosen -> fields.add("Content-Encoding", chosen.token()));
        if (!fields.joined(Name.VARY).toLowerCase(Locale.ROOT).contains(Name.ACCEPT_ENCODING.text())) {
            fields.add("Vary", "Accept-Encoding");
        }
        return coding;
    }

    private void feed(ByteBuf bytes) {
        Page present = page();
        present.feed(bytes);
        give(present);
    }

    /// Passes on what can leave, as long as the client takes it.
    private void give(Page present) {
        while (true) {
            if (present.isBroken() || (present.isDoubtful() && closes())) {
                cutShort(present.isBroken());
                return;
            }
            if (!present.waits()) {
                return;
            }
            front.body(present.take());
            front.flush();
            if (!front.isWritable()) {
                return;
            }
            present.go();
        }
    }

    /// The client takes more again.
    void resume() {
        Page present = page;
        if (present == null || at != At.PAGE || !present.waits() || !front.isWritable()) {
            return;
        }
        present.go();
        give(present);
        Fields trailers = lastTrailers;
        if (trailers != null && at == At.PAGE && !present.waits()) {
            finish(present, trailers);
        }
    }

    private void cutShort(boolean broken) {
        Counts counts = front.loop().gateway().counts();
        (broken ? counts.cutAnswers : counts.pagesInDoubt).increment();
        release();
        over();
        front.cut();
    }

    private Page page() {
        Page present = page;
        if (present == null) {
            throw new IllegalStateException("no page is under way");
        }
        return present;
    }

    @Override
    public void end(Fields trailers) {
        if (at == At.HEAD_WAITS) {
            decide();
        }
        switch (at) {
            case PASSING -> front.end(trailers);
            case PAGE -> {
                Page present = page();
                if (present.waits()) {
                    // Trailers are not worth keeping where a page is held up.
                    lastTrailers = new Fields();
                } else {
                    finish(present, trailers);
                }
            }
            case HEAD_WAITS, OVER -> {}
        }
    }

    private void finish(Page present, Fields trailers) {
        present.end();
        if (present.isBroken() || (present.isDoubtful() && closes())) {
            cutShort(present.isBroken());
            return;
        }
        if (present.isDoubtful()) {
            front.loop().gateway().counts().pagesInDoubt.increment();
        }
        front.body(present.take());
        release();
        at = At.OVER;
        front.end(trailers);
    }

    @Override
    public void flush() {
        Page present = page;
        if (present != null && at == At.PAGE) {
            present.flush();
            front.body(present.take());
        }
        front.flush();
    }

    @Override
    public void cut() {
        boolean begun = at != At.HEAD_WAITS;
        release();
        at = At.OVER;
        if (begun) {
            front.cut();
        } else {
            front.answer(Answers.plain(502), false);
            front.flush();
        }
    }

    /// What is held is not wanted any more.
    void release() {
        begin.release();
        begin = Unpooled.EMPTY_BUFFER;
        waiting = null;
        Page present = page;
        page = null;
        if (present != null) {
            present.close();
        }
    }

    private void setPageHeaders(Fields fields, String nonce) {
        zone().setHeaders(fields, nonce);
        fields.remove(Name.CONTENT_LENGTH);
        fields.remove(Name.ACCEPT_RANGES);
        fields.remove(Name.CONTENT_MD5);
        fields.remove(Name.CONTENT_DIGEST);
        fields.remove(Name.REPR_DIGEST);
        fields.remove(Name.DIGEST);
        int etag = fields.find(Name.ETAG);
        if (etag >= 0 && !fields.valueStartsWith(etag, "w/")) {
            String value = fields.value(etag);
            fields.removeAt(etag);
            fields.add("ETag", "W/" + value);
        }
    }

    private ByteBufAllocator alloc() {
        return front.loop().gateway().transport().allocator();
    }

    @Override
    public String clientAddress() {
        return front.clientAddress();
    }

    @Override
    public boolean secure() {
        return front.secure();
    }

    @Override
    public Loop loop() {
        return front.loop();
    }

    @Override
    public boolean isWritable() {
        Page present = page;
        return front.isWritable() && (present == null || !present.waits());
    }

    @Override
    public void readMore(boolean wanted) {
        front.readMore(wanted);
    }

    /// What an answer is to a browser.
    private enum Kind {
        PAGE,
        /// A document or worker other than HTML. Even a plain text's window has all interfaces, and other pages of the site
        /// reach it.
        SCRIPTABLE,
        /// A PDF: a viewer of the browser's own shows it, in a window that no policy binds.
        SHOWN,
        /// A page, or what may be one, that can't be rewritten.
        DOUBTFUL,
        /// 304: what a browser has kept holds.
        UNCHANGED,
        OTHER;

        static Kind of(Head answer, Asked asked, boolean hasBody) {
            Fields fields = answer.fields;
            if (answer.status == 304) {
                return UNCHANGED;
            }
            int field = fields.find(Name.CONTENT_TYPE);
            if (field >= 0 && fields.valueStartsWith(field, "text/html")) {
                return answer.status == 206 || isUnknownCoding(fields) || fields.find(Name.CONTENT_TYPE, field + 1) >= 0
                        ? DOUBTFUL
                        : PAGE;
            }
            if (asked.isWorker()) {
                return SCRIPTABLE;
            }
            if (!asked.isPage() || answer.status / 100 == 3) {
                return OTHER;
            }
            String type = field < 0 ? "" : type(fields.value(field));
            return switch (type) {
                // HTML, or what browsers guess at (WHATWG MIME Sniffing § 7).
                case "application/xhtml+xml",
                        "multipart/x-mixed-replace",
                        "",
                        "*/*",
                        "unknown/unknown",
                        "application/unknown" -> hasBody ? DOUBTFUL : SCRIPTABLE;
                case "application/pdf" -> SHOWN;
                default -> SCRIPTABLE;
            };
        }

        private static String type(String value) {
            int end = value.indexOf(';');
            return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        }

        private static boolean isUnknownCoding(Fields fields) {
            return Coding.of(fields.joined(Name.CONTENT_ENCODING)).isEmpty();
        }
    }
}
