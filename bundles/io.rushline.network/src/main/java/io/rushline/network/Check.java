package io.rushline.network;

import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkCheck;
import io.rushline.network.api.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at the way to the cloud step by step, from the plug on, and says of each what was found. */
final class Check implements NetworkCheck {

    /** What was found without its step. */
    private record Result(boolean good, String what, String todo) {
    }

    private interface Look {
        Result look();
    }

    /** More than answers take; what clocks of cameras and clouds may differ by. */
    static final Duration TOLERANCE = Duration.ofSeconds(60);

    private final Supplier<List<Link>> links;
    private final Supplier<Optional<String>> host;
    private final Diagnosis.Names names;
    private final Diagnosis diagnosis;
    private final Question question;

    /** @param host of the cloud; empty where there is no way to it right now */
    Check(Supplier<List<Link>> links, Supplier<Optional<String>> host, Diagnosis.Names names, Diagnosis diagnosis, Question question) {
        this.links = links;
        this.host = host;
        this.names = names;
        this.diagnosis = diagnosis;
        this.question = question;
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        List<Link> now = links.get();
        if (step(findings, Step.LINK, () -> link(now)) && step(findings, Step.ADDRESS, () -> address(now)) && step(findings, Step.NAME, this::name)) {
            Question.Reply[] reply = new Question.Reply[1];
            boolean answers = step(findings, Step.CLOUD, () -> {
                reply[0] = question.ask();
                return reply[0].reach() == Reach.ONLINE ? new Result(true, "The cloud answers.", "") : new Result(false, reply[0].what(), reply[0].todo());
            });
            if (answers) {
                step(findings, Step.CLOCK, () -> clock(reply[0].clockAhead()));
            }
        }
        return findings;
    }

    private static boolean step(List<Finding> findings, Step step, Look look) {
        long began = System.nanoTime();
        Result result = look.look();
        findings.add(new Finding(step, result.good(), result.what(), result.todo(), Duration.ofNanos(System.nanoTime() - began)));
        return result.good();
    }

    private static Result link(List<Link> links) {
        List<Link> up = links.stream().filter(Link::up).toList();
        if (up.isEmpty()) {
            String why = String.join(" ", links.stream().flatMap(link -> link.trouble().map(trouble -> link.name() + ": " + trouble).stream()).toList());
            return new Result(false, "No link is up." + (why.isEmpty() ? "" : " " + why), "Plug in a cable, or join a Wi-Fi.");
        }
        return new Result(true, "Up: " + String.join(", ", up.stream().map(Link::name).toList()) + ".", "");
    }

    private static Result address(List<Link> links) {
        List<String> addresses = links.stream().filter(Link::up).flatMap(link -> link.addresses().stream()).filter(address -> !address.isLinkLocalAddress())
                .map(InetAddress::getHostAddress).toList();
        return addresses.isEmpty() ? new Result(false, "No link has an address that leads anywhere.", "Check the network's router (DHCP), or set an address by hand.")
                : new Result(true, "Addresses: " + String.join(", ", addresses) + ".", "");
    }

    private Result name() {
        Optional<String> cloud = host.get();
        if (cloud.isEmpty()) {
            return new Result(false, "The part that talks to the cloud is away.", "Wait a moment: it may be being replaced.");
        }
        try {
            return new Result(true, cloud.get() + " is " + names.lookUp(cloud.get()).getHostAddress() + ".", "");
        } catch (IOException unknown) {
            Diagnosis.Cause cause = diagnosis.name(cloud.get());
            return new Result(false, cause.what(), cause.todo());
        }
    }

    private static Result clock(Optional<Duration> ahead) {
        if (ahead.isEmpty()) {
            return new Result(true, "The cloud did not tell the time.", "");
        }
        return ahead.get().abs().compareTo(TOLERANCE) <= 0 ? new Result(true, "The clock is right.", "")
                : new Result(false, wrong(ahead.get()), "Set date and time, or let the device reach a time server (NTP).");
    }

    /** For people: {@code The clock of this device is 3 h behind.} */
    static String wrong(Duration ahead) {
        Duration by = ahead.abs();
        String span = by.toDays() > 1 ? by.toDays() + " days" : by.toHours() > 1 ? by.toHours() + " h" : by.toMinutes() > 1 ? by.toMinutes() + " min" : by.toSeconds() + " s";
        return "The clock of this device is " + span + (ahead.isNegative() ? " behind." : " ahead.");
    }
}
