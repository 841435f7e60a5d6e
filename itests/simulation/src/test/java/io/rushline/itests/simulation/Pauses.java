package io.rushline.itests.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** When which projects do not want media, of the whole device or of single channels. Times in any unit. */
final class Pauses {

    static final int DEVICE = -1;

    /** One pause; it goes on while {@code ended} is {@link Long#MAX_VALUE}. {@code heard} in nanoseconds of virtual time. */
    private record Span(String project, int channel, long began, long ended, long heard) {
    }

    private final List<Span> spans = new ArrayList<>();

    void begin(String project, int channel, long at, long heard) {
        if (!now(project).contains(channel)) {
            spans.add(new Span(project, channel, at, Long.MAX_VALUE, heard));
        }
    }

    void end(String project, int channel, long at) {
        spans.replaceAll(span -> span.project.equals(project) && span.channel == channel && span.ended == Long.MAX_VALUE
                ? new Span(project, channel, span.began, at, span.heard) : span);
    }

    /** What is paused now. */
    Set<Integer> now(String project) {
        Set<Integer> channels = new HashSet<>();
        spans.stream().filter(span -> span.project.equals(project) && span.ended == Long.MAX_VALUE).forEach(span -> channels.add(span.channel));
        return channels;
    }

    boolean covers(String project, int channel, long at) {
        return covering(project, channel, at).findAny().isPresent();
    }

    /** When it was heard of each pause of that time. */
    LongStream heard(String project, int channel, long at) {
        return covering(project, channel, at).mapToLong(Span::heard);
    }

    private Stream<Span> covering(String project, int channel, long at) {
        return spans.stream().filter(span -> span.project.equals(project) && (span.channel == DEVICE || span.channel == channel)
                && span.began <= at && at < span.ended);
    }
}
