package io.rushline.itests.support;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a bundle with {@link EventNotes} has noted in a home since this was made. */
public final class Noted {

    private final Path file;
    private final int before;

    public Noted(Path home) throws IOException {
        file = home.resolve(EventNotes.FILE);
        before = Files.readAllLines(file).size();
    }

    /** With the time of each. */
    public List<String> lines() throws IOException {
        List<String> all = Files.readAllLines(file);
        return all.subList(before, all.size());
    }

    /** That provider became another version, and nobody else was stopped, or has lost a component but those that had their own part of it. */
    public void restartedAlone(String provider, String from, String to) throws IOException {
        List<String> events = lines().stream().map(note -> note.substring(note.indexOf(' ') + 1)).toList();
        assertEquals("no other bundle restarts", List.of("stopping " + provider + " " + from, "stopped " + provider + " " + from, "starting " + provider + " " + to,
                "started " + provider + " " + to), events.stream().filter(event -> !event.startsWith("lost ")).toList());
        List<String> parts = events.stream().filter(event -> event.contains(" its part of " + provider + " ")).map(Noted::loser).toList();
        assertEquals("no other provider's component restarts", List.of(), events.stream().filter(event -> event.startsWith("lost io.rushline."))
                .filter(event -> !loser(event).equals(provider) && !parts.contains(loser(event))).toList());
    }

    private static String loser(String event) {
        return event.split(" ")[1];
    }
}
