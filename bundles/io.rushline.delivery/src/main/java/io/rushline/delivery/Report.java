package io.rushline.delivery;

import io.rushline.queue.api.AbandonedAsset;
import io.rushline.queue.api.Checksums;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.Reason;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.owasp.encoder.Encode;

/**
 * Writes what was delivered to a project, and what was not, as a page to read, print and keep: no script, nothing loaded from elsewhere. One thread,
 * once.
 */
final class Report {

    private static final String CSS = """
            :root{color-scheme:light dark;font:14px/1.45 system-ui,sans-serif}
            body{margin:2rem auto;max-width:75rem;padding:0 1rem}
            h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}
            table{border-collapse:collapse;width:100%}
            th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;overflow-wrap:anywhere}
            th{font-weight:600;border-bottom:2px solid}
            tbody{border-bottom:1px solid #8888;break-inside:avoid}
            td.n,th.n{text-align:right;white-space:nowrap}
            td:first-child{min-width:12em}
            .sums{font:11px/1.5 ui-monospace,monospace;padding-top:0}
            .dim{opacity:.75}
            @media print{:root{color-scheme:light;font-size:9pt}body{margin:0;max-width:none;padding:0}.sums{font-size:7pt}thead{display:table-header-group}}
            """;

    /** Nothing but the style in the page itself. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'sha256-" + sha256(CSS)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final int MOST_ABANDONED = 1000;
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB");

    private final Origin origin;
    private final Writer out;
    private final DateTimeFormatter times;
    private long clips;
    private long bytes;

    /** @param out not closed */
    Report(Origin origin, Writer out) {
        this.origin = origin;
        this.out = out;
        this.times = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT).withZone(origin.zone());
    }

    /** @param abandoned of all projects */
    void write(Clips delivered, Clips others, List<AbandonedAsset> abandoned) throws IOException {
        String name = text(origin.project().name());
        out.write("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n<title>Delivery to "
                + name + "</title>\n<style>" + CSS + "</style></head><body>\n");
        out.write("<h1>Delivery to <bdi>" + name + "</bdi></h1>\n<p class=\"dim\">Frame.io project " + text(origin.project().id()) + ". Made by "
                + text(origin.host()) + ", Rushline " + text(origin.version()) + ", on " + time(Optional.of(origin.at())) + ".</p>\n");
        out.write("<p>" + clips(delivered.total()) + " delivered, " + clips(others.total()) + " not delivered.</p>\n");
        delivered(delivered);
        others(others);
        abandoned(abandoned.stream().filter(a -> a.projectId().equals(Optional.of(origin.project().id()))).toList(), abandoned.size() >= MOST_ABANDONED);
        out.write("</body></html>\n");
    }

    private void delivered(Clips delivered) throws IOException {
        out.write("<h2>Delivered</h2>\n<table><thead><tr><th>Clip</th><th class=\"n\">Size</th><th>Made</th><th>Accepted</th><th>Sending began</th>"
                + "<th>Acknowledged</th><th>Over</th><th>Asset</th></tr></thead>\n");
        delivered.<IOException>each(item -> {
            count(item);
            out.write("<tbody><tr><td>" + name(item.clip().name()) + "</td><td class=\"n\">" + size(item.clip().sizeBytes()) + "</td><td>"
                    + time(Optional.of(item.clip().createdAt())) + "</td><td>" + time(Optional.of(item.acceptedAt())) + "</td><td>"
                    + time(item.startedAt()) + "</td><td>" + time(item.completedAt()) + "</td><td>" + text(String.join(", ", item.networks()))
                    + "</td><td>" + text(item.assetId().orElse("")) + item.versionOf().map(v -> "<br>version of " + text(v)).orElse("")
                    + "</td></tr>\n<tr><td class=\"sums\" colspan=\"8\">" + item.checksums().map(Report::sums).orElse("") + "</td></tr></tbody>\n");
        });
        out.write("</table>\n<p>Total: " + clips(clips) + ", " + size(bytes) + ".</p>\n");
    }

    private void others(Clips others) throws IOException {
        clips = 0;
        bytes = 0;
        out.write("<h2>Not delivered</h2>\n<table><thead><tr><th>Clip</th><th class=\"n\">Size</th><th>Made</th><th>Accepted</th><th>State</th><th>Reason</th>"
                + "</tr></thead>\n");
        others.<IOException>each(item -> {
            count(item);
            out.write("<tbody><tr><td>" + name(item.clip().name()) + "</td><td class=\"n\">" + size(item.clip().sizeBytes()) + "</td><td>"
                    + time(Optional.of(item.clip().createdAt())) + "</td><td>" + time(Optional.of(item.acceptedAt())) + "</td><td>" + state(item)
                    + "</td><td>" + item.reason().map(Report::why).orElse("") + item.retryAt().map(at -> " Next try " + time(Optional.of(at)) + ".").orElse("")
                    + "</td></tr></tbody>\n");
        });
        out.write("</table>\n<p>Total: " + clips(clips) + ", " + size(bytes) + ".</p>\n");
    }

    private void abandoned(List<AbandonedAsset> abandoned, boolean maybeMore) throws IOException {
        out.write("<h2>Abandoned assets</h2>\n<p>They are in the project, or may be, and are never finished; delete them there.</p>\n"
                + "<table><thead><tr><th>Clip</th><th>Asset</th><th>Given up</th><th>Why</th></tr></thead>\n");
        for (AbandonedAsset asset : abandoned) {
            out.write("<tbody><tr><td>" + name(asset.name()) + "</td><td>" + asset.assetId().map(Report::text).orElse("not known") + "</td><td>"
                    + time(Optional.of(asset.at())) + "</td><td>" + why(asset.why()) + "</td></tr></tbody>\n");
        }
        out.write("</table>\n<p>Total: " + abandoned.size() + (maybeMore ? "; older ones may not be listed" : "") + ".</p>\n");
    }

    private void count(Item item) {
        clips++;
        bytes += item.clip().sizeBytes();
    }

    private static String state(Item item) {
        String state = item.state().name().toLowerCase(Locale.ROOT);
        boolean begun = item.partCount() > 0 && item.clip().sizeBytes() > 0;
        return state + (item.growing() ? ", being recorded" : "") + (begun ? ", " + size(item.ackedBytes()) + " sent" : "");
    }

    private static String sums(Checksums sums) {
        return "sha256 " + text(sums.sha256()) + " · xxh128 " + text(sums.xxh128()) + sums.c4().map(c4 -> " · c4 " + text(c4)).orElse("");
    }

    private static String why(Reason why) {
        return text((why.what() + " " + why.todo()).strip()) + " <span class=\"dim\">" + text(why.code()) + "</span>";
    }

    /** The direction of its letters is its own affair. */
    private static String name(String name) {
        return "<bdi>" + text(name) + "</bdi>";
    }

    private static String text(String any) {
        return Encode.forHtml(Texts.visible(any));
    }

    private String time(Optional<Instant> at) {
        try {
            return at.map(times::format).orElse("");
        } catch (DateTimeException e) {
            return text(at.get().toString()); // a file's time may be too far away for a calendar
        }
    }

    private static String clips(long count) {
        return String.format(Locale.ROOT, "%,d", count) + (count == 1 ? " clip" : " clips");
    }

    /** Decimal units, as on the label of a card. */
    private static String size(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1000 && unit < UNITS.size() - 1) {
            size /= 1000;
            unit++;
        }
        return "<span title=\"" + bytes + " bytes\">" + String.format(Locale.ROOT, unit == 0 ? "%.0f" : "%.2f", size) + " " + UNITS.get(unit) + "</span>";
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
