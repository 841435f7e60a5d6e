package io.rushline.network;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudException;
import io.rushline.network.api.Reach;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Asks the cloud whether it is there, and what time it is; blocks. */
final class Question {

    /** The way to the cloud. */
    interface Cloud {
        Answer call(Call call) throws CloudException;
    }

    /**
     * What the cloud said.
     *
     * @param what       what is wrong; empty while it answers
     * @param todo       what to do about it
     * @param clockAhead this device's clock against the cloud's, to the second
     */
    record Reply(Reach reach, String what, String todo, Optional<Duration> clockAhead) {

        /** What is wrong and what to do, as one sentence or two. */
        Optional<String> trouble() {
            return what.isEmpty() ? Optional.empty() : Optional.of(what + " " + todo);
        }
    }

    private static final System.Logger LOG = System.getLogger(Question.class.getName());
    private static final Call HEALTH = new Call("GET", "/health", Optional.empty(), new Call.Body.None());

    private final Cloud cloud;
    private final Clock clock;

    Question(Cloud cloud, Clock clock) {
        this.cloud = cloud;
        this.clock = clock;
    }

    Reply ask() {
        Instant before = clock.instant();
        try {
            Answer answer = cloud.call(HEALTH);
            Optional<Duration> ahead = answer.header("date").flatMap(Question::time)
                    .map(there -> Duration.ofSeconds(Duration.between(there, before.plus(Duration.between(before, clock.instant()).dividedBy(2))).toSeconds()));
            if (answer.status() >= 500) {
                return new Reply(Reach.OFFLINE, "The cloud has a problem of its own (HTTP " + answer.status() + ").", "Wait, it is asked again.", ahead);
            }
            return new Reply(Reach.ONLINE, "", "", ahead); // whatever it said, it was the cloud that said it
        } catch (CloudException failed) {
            LOG.log(System.Logger.Level.DEBUG, "the cloud does not answer", failed);
            Reach reach = failed.code() == CloudException.Code.PORTAL ? Reach.PORTAL : Reach.OFFLINE;
            return new Reply(reach, failed.code().what, failed.code().todo, Optional.empty());
        }
    }

    /** Of a {@code Date}. */
    static Optional<Instant> time(String header) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header)));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
