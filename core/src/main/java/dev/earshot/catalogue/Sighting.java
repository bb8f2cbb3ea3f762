package dev.earshot.catalogue;

import dev.earshot.exchange.Request;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A request as the catalogue looks at it: its parts, taken apart when they are first asked for. Not thread-safe.
final class Sighting {
    private static final int BODY_BYTES_READ = 65_536;

    private final Request request;
    private final Address address;
    private @Nullable Fields query;
    private @Nullable Fields form;
    private @Nullable String body;

    Sighting(Request request) {
        this.request = request;
        this.address = Address.of(request.url());
    }

    Request request() {
        return request;
    }

    Address address() {
        return address;
    }

    Fields query() {
        if (query == null) {
            query = Fields.of(address.query());
        }
        return query;
    }

    Fields form() {
        if (form == null) {
            form = mayBeForm() ? Fields.of(body()) : Fields.NONE;
        }
        return form;
    }

    /// Whether the body may be a form: not where it begins as JSON or XML does.
    private boolean mayBeForm() {
        return !request.body().bytes().isEmpty() && "{[<".indexOf(body().charAt(0)) < 0;
    }

    /// The first 64 KB of the body as text; empty when there is none.
    String body() {
        if (body == null) {
            byte[] bytes = request.body().bytes().toArray();
            body = new String(bytes, 0, Math.min(bytes.length, BODY_BYTES_READ), StandardCharsets.UTF_8);
        }
        return body;
    }
}
