package dev.earshot.clinic;

import dev.earshot.exchange.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Pages that misbehave, one way each, under `/trouble/`. No page links to them.
final class Trouble {
    private Trouble() {}

    static Reply answer(Inquiry inquiry) {
        String what = inquiry.path().substring("/trouble/".length());
        return switch (what) {
            case "redirect-loop" -> Reply.redirect("/trouble/redirect-loop-2");
            case "redirect-loop-2" -> Reply.redirect("/trouble/redirect-loop");
            case "dialogs" -> page("Dialogs", """
                    <script>
                      alert('one'); confirm('two'); prompt('three');
                      addEventListener('beforeunload', function (event) { event.preventDefault(); });
                      setInterval(function () { alert('again'); }, 1500);
                    </script>""");
            case "download" ->
                new Reply.Full(
                        200,
                        List.of(
                                new Header("Content-Type", "application/octet-stream"),
                                new Header("Content-Disposition", "attachment; filename=\"record.bin\"")),
                        new byte[100_000]);
            case "never-idle" -> page("Never idle", """
                    <script>
                      setInterval(function () { fetch('/trouble/tick?' + Date.now()); new Image().src = '/trouble/hang?' + Date.now(); }, 200);
                    </script>""");
            case "tick" -> Reply.empty();
            case "slow" ->
                new Reply.Streamed(List.of(new Header("Content-Type", "text/html; charset=utf-8")), out -> {
                    String page = "<!doctype html><title>Slow</title><h1>Slow</h1>" + "<p>Still here.</p>".repeat(20);
                    for (String piece : page.split("(?<=>)")) {
                        out.write(piece.getBytes(StandardCharsets.UTF_8));
                        out.flush();
                        Thread.sleep(200);
                    }
                });
            case "hang" -> new Reply.Silence();
            case "big" ->
                new Reply.Streamed(List.of(new Header("Content-Type", "text/html; charset=utf-8")), out -> {
                    out.write("<!doctype html><title>Big</title><h1>Big</h1>".getBytes(StandardCharsets.UTF_8));
                    byte[] paragraphs = "<p>All work and no play makes a dull page.</p>\n"
                            .repeat(20_000)
                            .getBytes(StandardCharsets.UTF_8);
                    for (int i = 0; i < 20; i++) {
                        out.write(paragraphs);
                    }
                });
            case "frames" -> page("Frames", """
                    <script>
                      setInterval(function () {
                        var frame = document.createElement('iframe');
                        frame.src = '/trouble/frame?' + Math.random();
                        document.body.appendChild(frame);
                      }, 100);
                    </script>""");
            case "frame" -> page("Frame", "<p>One of very many.</p>");
            case "popups" ->
                page("Pop-ups", "<script>for (var i = 0; i < 5; i++) open('/trouble/frame?' + i);</script>");
            case "error" -> Reply.of(500, "text/html", "<h1>Broken</h1>".getBytes(StandardCharsets.UTF_8));
            case "not-html" -> Reply.of(200, "text/html", new byte[] {0, (byte) 0xff, (byte) 0xfe, 1, 2, 3});
            case "busy" -> page("Busy", "<script>addEventListener('load', function () { for (;;); });</script>");
            default -> Reply.notFound();
        };
    }

    private static Reply page(String title, String body) {
        return Reply.html("<!doctype html><html lang=\"en\"><title>" + title + "</title><h1>" + title + "</h1>" + body);
    }
}
