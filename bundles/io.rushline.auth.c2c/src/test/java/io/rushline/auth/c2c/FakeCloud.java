package io.rushline.auth.c2c;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers each kind of call with what a test lined up for it, the last one again and again, and remembers what was asked. */
final class FakeCloud implements DeviceGrant.Cloud {

    interface Reply {
        Answer to(Call call) throws CloudException;
    }

    static final String CODE = "/v2/auth/device/code";
    static final String POLL = "poll";
    static final String REFRESH = "refresh";
    static final String REVOKE = "/v2/auth/revoke";
    static final String ME = "/v2/devices/me";
    static final String PROFILE = "{\"id\":\"pd1\",\"name\":\"Cam A\",\"project_id\":\"p1\",\"project\":{\"id\":\"p1\",\"name\":\"Feature\"},"
            + "\"authorization\":{\"expires_at\":\"2026-06-01T00:00:00.000Z\",\"creator\":{\"name\":\"Ada\"}}}";

    private final Map<String, Deque<Reply>> replies = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<String> kinds = new ArrayList<>();
    private final AtomicInteger issued = new AtomicInteger();

    FakeCloud() {
        on(CODE, code(120, 5));
        on(POLL, pending());
        on(REFRESH, this::tokens);
        on(REVOKE, answer(200, "{}"));
        on(ME, answer(200, PROFILE));
    }

    void on(String kind, Reply... line) {
        replies.put(kind, new ArrayDeque<>(List.of(line)));
    }

    static Reply answer(int status, String body) {
        return call -> new Answer(status, Map.of(), body);
    }

    static Reply error(String error) {
        return answer(400, "{\"error\":\"" + error + "\"}");
    }

    static Reply pending() {
        return error("authorization_pending");
    }

    static Reply away() {
        return call -> {
            throw new CloudException(CloudException.Code.UNREACHABLE);
        };
    }

    Reply code(int expiresIn, int interval) {
        return call -> new Answer(200, Map.of(), "{\"device_code\":\"dc" + issued.incrementAndGet() + "\",\"user_code\":\"" + (100000 + issued.get())
                + "\",\"expires_in\":" + expiresIn + ",\"interval\":" + interval + ",\"verification_uri\":\"https://next.frame.io/pair\","
                + "\"verification_url_complete\":\"https://next.frame.io/pair?code=1\"}");
    }

    Answer tokens(Call call) {
        int n = issued.incrementAndGet();
        return new Answer(200, Map.of(), "{\"access_token\":\"access" + n + "\",\"refresh_token\":\"refresh" + n
                + "\",\"token_type\":\"bearer\",\"expires_in\":28800}");
    }

    @Override
    public Answer call(Call call) throws CloudException {
        Reply reply;
        synchronized (this) {
            String kind = kind(call);
            kinds.add(kind);
            calls.add(call);
            Deque<Reply> line = replies.get(kind);
            reply = line.size() > 1 ? line.poll() : line.peek();
        }
        return reply.to(call);
    }

    synchronized int count(String kind) {
        return (int) kinds.stream().filter(kind::equals).count();
    }

    synchronized Call last(String kind) {
        return calls.get(kinds.lastIndexOf(kind));
    }

    static Map<String, String> fields(Call call) {
        return ((Call.Body.Form) call.body()).fields();
    }

    private static String kind(Call call) {
        if (!call.path().equals("/v2/auth/token")) {
            return call.path();
        }
        return fields(call).get("grant_type").equals("refresh_token") ? REFRESH : POLL;
    }
}
