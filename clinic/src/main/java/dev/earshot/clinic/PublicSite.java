package dev.earshot.clinic;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// The hospital's public website.
final class PublicSite {
    private final Pages pages = new Pages("site/www/");
    private final Encyclopedia encyclopedia = new Encyclopedia();

    Reply answer(Inquiry inquiry) {
        String path = inquiry.path();
        if (path.startsWith("/assets/")) {
            return Assets.file("site" + path);
        }
        if (path.startsWith("/trouble/")) {
            return Trouble.answer(inquiry);
        }
        if (path.equals("/robots.txt")) {
            return Reply.text("text/plain", "User-agent: *\nDisallow: /trouble/\nDisallow: /staff/\n");
        }
        if (path.equals("/encyclopedia")) {
            String query = inquiry.queryValue("q").orElse("");
            return Reply.html(pages.render("encyclopedia", "results", encyclopedia.results(query), "query", query))
                    .with("Referrer-Policy", "unsafe-url");
        }
        if (path.startsWith("/encyclopedia/")) {
            return encyclopedia
                    .article(path.substring("/encyclopedia/".length()))
                    .<Reply>map(article -> Reply.html(pages.render(
                                    "article",
                                    "name",
                                    article.name(),
                                    "summary",
                                    article.summary(),
                                    "category",
                                    article.category()))
                            .with("Referrer-Policy", "unsafe-url"))
                    .orElseGet(this::lost);
        }
        if (path.equals("/appointment/request") && inquiry.method().equals("POST")) {
            return Reply.seeOther("/appointment/thank-you");
        }
        if (path.equals("/reading-room/session")) {
            return Reply.json("{\"session\":\"" + UUID.randomUUID() + "\"}");
        }
        if (path.equals("/")) {
            return Reply.html(pages.render("home"));
        }
        String name = path.substring(1).replace('/', '-');
        return pages.has(name) ? Reply.html(pages.render(name)) : lost();
    }

    private Reply lost() {
        return Reply.of(404, "text/html; charset=utf-8", pages.render("lost").getBytes(StandardCharsets.UTF_8));
    }
}
