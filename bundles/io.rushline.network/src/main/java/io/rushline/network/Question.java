package io.rushline.network;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudException;
import io.rushline.network.api.Contact;
import io.rushline.network.api.Reach;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Asks the cloud whether it is there, how far away, and what time it is; blocks. */
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
     * @param contact    where it answered
     * @param portal     where the network wants a sign-in
     */
    record Reply(Reach reach, String what, String todo, Optional<Duration> clockAhead, Optional<Contact> contact, Optional<URI> portal) {

        /** Nothing is known but this. */
        Reply(Reach reach, String what, String todo) {
            this(reach, what, todo, Optional.empty(), Optional.empty(), Optional.empty());
        }

        /** What is wrong and what to do, as one sentence or two. */
        Optional<String> trouble() {
            return what.isEmpty() ? Optional.empty() : Optional.of(what + " " + todo);
        }
    }

    private static final System.Logger LOG = System.getLogger(Question.class.getName());
    private static final Call HEALTH = new Call("GET", "/health", Optional.empty(), new Call.Body.None());

    private final Cloud cloud;
    private final Function<CloudException, Diagnosis.Cause> diagnosis;
    private final Clock clock;
    private final LongSupplier nanos;

    /** @param nanos a clock that never jumps */
    Question(Cloud cloud, Function<CloudException, Diagnosis.Cause> diagnosis, Clock clock, LongSupplier nanos) {
        this.cloud = cloud;
        this.diagnosis = diagnosis;
        this.clock = clock;
        this.nanos = nanos;
    }

    Reply ask() {
        try {
            Answer first = cloud.call(HEALTH);
            Instant before = clock.instant();
            long began = nanos.getAsLong();
            Answer answer = cloud.call(HEALTH); // over the connection that now stands: the first may have made it
            Duration took = Duration.ofNanos(nanos.getAsLong() - began);
            Optional<Duration> ahead = answer.header("date").flatMap(Question::time)
                    .map(there -> Duration.ofSeconds(Duration.between(there, before.plus(took.dividedBy(2))).toSeconds()));
            Optional<Contact> contact = Optional.of(new Contact(clock.instant(), took));
            if (answer.status() >= 500 && first.status() >= 500) {
                return new Reply(Reach.OFFLINE, "The cloud has a problem of its own (HTTP " + answer.status() + ").", "Wait, it is asked again.", ahead, contact, Optional.empty());
            }
            return new Reply(Reach.ONLINE, "", "", ahead, contact, Optional.empty()); // whatever it said, it was the cloud that said it
        } catch (CloudException failed) {
            LOG.log(System.Logger.Level.DEBUG, "the cloud does not answer", failed);
            Diagnosis.Cause cause = diagnosis.apply(failed);
            return new Reply(cause.reach(), cause.what(), cause.todo(), Optional.empty(), Optional.empty(), cause.portal());
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
