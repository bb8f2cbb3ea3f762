package dev.earshot.guard.gateway;

/// A message's start line and its fields. Reused from message to message.
final class Head {
    final Fields fields = new Fields();
    /// Of a request.
    String method = "";
    /// Of a request, as it came: `/path?query`, `http://host/path` or `*`.
    String target = "";
    /// Of an answer.
    int status;
    /// Of an answer, as it came; may be empty.
    String reason = "";
    /// 0 for HTTP/1.0, 1 for 1.1.
    int minor = 1;

    void clear() {
        fields.clear();
    }
}
