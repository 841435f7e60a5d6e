package io.rushline.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What the cloud knows about people, projects and devices, on disk before anybody is told. Tokens, codes for polling, client ids and client
 * secrets are kept as SHA-256 only. Any thread; one change at a time.
 */
final class CloudState {

    record Project(String id, String name) { }

    /**
     * A device in a project.
     *
     * @param clientKey hash of its client id
     * @param connected whether its authorisation holds
     */
    record Device(String id, String clientKey, String name, String projectId, String clientVersion, boolean connected, Instant pairedAt,
            Instant lastSeen, List<Pause> pauses) {
        Device {
            pauses = List.copyOf(pauses);
        }

        Device connected(boolean now) {
            return new Device(id, clientKey, name, projectId, clientVersion, now, pairedAt, lastSeen, pauses);
        }

        Device seen(Instant when, String version) {
            return new Device(id, clientKey, name, projectId, version, connected, pairedAt, when, pauses);
        }

        Device pauses(List<Pause> now) {
            return new Device(id, clientKey, name, projectId, clientVersion, connected, pairedAt, lastSeen, now);
        }
    }

    /** When media of a channel or (null) of the whole device was not wanted; {@code until} is null while it lasts. */
    record Pause(Integer channel, Instant from, Instant until) {
        boolean concerns(int some) {
            return channel == null || channel == some;
        }

        boolean covers(Instant time) {
            return !time.isBefore(from) && (until == null || time.isBefore(until));
        }
    }

    /** What a person has said to a user code. */
    enum Verdict { PENDING, APPROVED, DENIED }

    /** A device asking to be let in; kept under the hash of its device code. */
    record Grant(String clientKey, String userCode, String clientVersion, Instant expiresAt, long intervalSeconds, Instant lastPoll, Verdict verdict,
            String projectId) {
        Grant polled(Instant when, long interval) {
            return new Grant(clientKey, userCode, clientVersion, expiresAt, interval, when, verdict, projectId);
        }

        Grant decided(Verdict now, String project) {
            return new Grant(clientKey, userCode, clientVersion, expiresAt, intervalSeconds, lastPoll, now, project);
        }
    }

    enum TokenKind { ACCESS, REFRESH }

    enum TokenState { VALID, USED, REVOKED }

    /** A token; kept under its hash. */
    record Token(TokenKind kind, String deviceId, Instant expiresAt, TokenState state) {
        Token state(TokenState now) {
            return new Token(kind, deviceId, expiresAt, now);
        }
    }

    /** The document on disk. */
    record Content(String signingKey, int port, Map<String, Project> projects, Map<String, Device> devices, Map<String, String> clients,
            Map<String, Grant> grants, Map<String, Token> tokens) {
        /** A copy that can be changed; keeps the order things came in. */
        Content draft() {
            return new Content(signingKey, port, new LinkedHashMap<>(projects), new LinkedHashMap<>(devices), new LinkedHashMap<>(clients),
                    new LinkedHashMap<>(grants), new LinkedHashMap<>(tokens));
        }
    }

    /** A change to a draft, which is kept even when it ends in a refusal. */
    @FunctionalInterface
    interface Change<T> {
        T apply(Content draft) throws Refusal;
    }

    private final JsonFile<Content> file;
    private Content content;

    CloudState(Path folder, RandomGenerator random) throws IOException {
        file = new JsonFile<>(folder.resolve("state.json"), Content.class);
        content = file.read().orElseGet(() -> fresh(random));
        file.write(content);
    }

    private static Content fresh(RandomGenerator random) {
        Project first = new Project(Ids.uuid(random), "Rushline Demo");
        return new Content(Ids.secret(random), 0, Map.of(first.id(), first), Map.of(), Map.of(), Map.of(), Map.of());
    }

    /** As it is now; not to be changed. */
    synchronized Content now() {
        return content;
    }

    /** Changes it; on disk when this returns or refuses. */
    synchronized <T> T change(Change<T> change) throws Refusal, IOException {
        Content draft = content.draft();
        try {
            T answer = change.apply(draft);
            keep(draft);
            return answer;
        } catch (Refusal refusal) {
            keep(draft);
            throw refusal;
        }
    }

    synchronized void rememberPort(int port) throws IOException {
        Content now = content;
        keep(new Content(now.signingKey(), port, now.projects(), now.devices(), now.clients(), now.grants(), now.tokens()));
    }

    private void keep(Content draft) throws IOException {
        if (!draft.equals(content)) {
            file.write(draft);
            content = draft;
        }
    }
}
