package dev.earshot.clinic;

import dev.earshot.exchange.Header;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The patient portal: accounts live as long as the clinic does. A patient activates one with the values the hospital
/// knows them by, then signs in; the rest is a single page with views.
final class Portal {
    private static final Set<String> VIEWS =
            Set.of("/", "/summary", "/appointments", "/results", "/medications", "/messages", "/billing");
    private static final String NAV = """
            <a href="/summary" data-view="summary">Summary</a>
            <a href="/appointments" data-view="appointments">Appointments</a>
            <a href="/results" data-view="results">Test results</a>
            <a href="/medications" data-view="medications">Medications</a>
            <a href="/messages" data-view="messages">Messages</a>
            <a href="/billing" data-view="billing">Billing</a>
            <a id="sign-out" href="/sign-out">Sign out</a>
            """;

    private final Pages pages;
    private final Map<String, Map<String, String>> accounts = new ConcurrentHashMap<>();
    private final Map<String, String> sessions = new ConcurrentHashMap<>();

    Portal(boolean careless) {
        pages = new Pages("site/portal/", careless ? List.of("careless-replay", "replay") : List.of());
        accounts.put(
                "demo",
                Map.of(
                        "userName", "demo",
                        "password", "demo",
                        "firstName", "Sam",
                        "lastName", "Sample",
                        "email", "sam.sample@mail.example",
                        "phone", "(555) 010-0100",
                        "mrn", "MRN-0000001",
                        "memberId", "MBR-0000001"));
    }

    Reply answer(Inquiry inquiry) {
        Optional<Map<String, String>> patient =
                inquiry.cookie("clinic_session").map(sessions::get).map(accounts::get);
        return switch (inquiry.path()) {
            case "/robots.txt" -> Reply.text("text/plain", "User-agent: *\nDisallow: /api/\n");
            case "/portal-service-worker.js" -> Assets.file("site/portal/portal-service-worker.js");
            case "/sign-in" -> inquiry.method().equals("POST") ? signIn(inquiry) : signInPage("");
            case "/activate" ->
                inquiry.method().equals("POST") ? activate(inquiry) : Reply.html(pages.render("activate"));
            case "/sign-out" -> signOut(inquiry);
            case "/api/me" -> patient.map(Portal::json).orElseGet(() -> refusal());
            case "/api/messages", "/api/payments" -> patient.isPresent() ? Reply.json("{\"ok\":true}") : refusal();
            case String path when path.startsWith("/assets/") -> Assets.file("site" + path);
            case String path
            when VIEWS.contains(path) ->
                patient.isPresent() ? Reply.html(pages.render("app", "nav", NAV)) : Reply.redirect("/sign-in");
            default -> Reply.notFound();
        };
    }

    private Reply signInPage(String notice) {
        return Reply.html(pages.render("sign-in", "notice", notice));
    }

    private Reply activate(Inquiry inquiry) {
        Map<String, String> form = inquiry.form();
        String userName = form.getOrDefault("userName", "");
        if (userName.isBlank() || form.getOrDefault("password", "").isBlank()) {
            return Reply.html(pages.render("activate"));
        }
        accounts.put(userName, Map.copyOf(form));
        return Reply.seeOther("/sign-in");
    }

    private Reply signIn(Inquiry inquiry) {
        Map<String, String> form = inquiry.form();
        Map<String, String> account = accounts.get(form.getOrDefault("userName", ""));
        if (account == null || !account.getOrDefault("password", "").equals(form.get("password"))) {
            return signInPage("<p class=\"notice\" role=\"alert\">We do not know this user name and password.</p>");
        }
        String session = UUID.randomUUID().toString();
        sessions.put(session, form.getOrDefault("userName", ""));
        // The second cookie is the mistake that many make: it goes to every host of the domain, analytics included.
        return Reply.seeOther("/summary")
                .with("Set-Cookie", "clinic_session=" + session + "; Path=/; Secure; HttpOnly; SameSite=Lax")
                .with(
                        "Set-Cookie",
                        "patient=" + account.getOrDefault("mrn", "")
                                + "; Domain=clinic.example; Path=/; Secure; SameSite=Lax");
    }

    private Reply signOut(Inquiry inquiry) {
        inquiry.cookie("clinic_session").ifPresent(sessions::remove);
        return Reply.redirect("/sign-in")
                .with("Set-Cookie", "clinic_session=; Path=/; Max-Age=0")
                .with("Set-Cookie", "patient=; Domain=clinic.example; Path=/; Max-Age=0");
    }

    private static Reply refusal() {
        return new Reply.Full(
                401,
                List.of(new Header("Content-Type", "application/json")),
                "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static Reply json(Map<String, String> account) {
        StringBuilder json = new StringBuilder("{");
        for (String name : List.of("firstName", "lastName", "email", "phone", "mrn", "memberId")) {
            json.append(json.length() > 1 ? "," : "")
                    .append('"')
                    .append(name)
                    .append("\":\"")
                    .append(account.getOrDefault(name, "").replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return Reply.json(json.append('}').toString());
    }
}
