package io.rushline.simulator;

import io.rushline.simulator.CloudState.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.owasp.encoder.Encode;

/** The pages for people: what has arrived, and where the code is typed. */
final class Pages {

    private static final String HTML = "text/html;charset=utf-8";

    private final CloudState state;
    private final Authority authority;
    private final Control control;

    Pages(CloudState state, Authority authority, Control control) {
        this.state = state;
        this.authority = authority;
        this.control = control;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/", x -> page("What has arrived", "<div id=\"live\">" + arrivals() + "</div><script src=\"/live.js\" defer></script>")),
                Route.get("/live", x -> Reply.text(200, HTML, arrivals()).with("Cache-Control", "no-store")),
                Route.get("/activate", x -> page("Connect a device", form(x.query().getOrDefault("code", ""), ""))),
                Route.post("/activate", this::activate),
                Route.get("/style.css", x -> resource("style.css", "text/css;charset=utf-8")),
                Route.get("/live.js", x -> resource("live.js", "text/javascript;charset=utf-8")));
    }

    private Reply activate(Exchange exchange) throws Refusal, IOException {
        Map<String, String> form = exchange.form();
        String code = form.getOrDefault("code", "").replaceAll("\\s", "");
        Verdict verdict = "deny".equals(form.get("answer")) ? Verdict.DENIED : Verdict.APPROVED;
        try {
            authority.decide(code, verdict, form.get("project"));
        } catch (Refusal refusal) {
            return page("Connect a device", form(code, "This did not work. Look at the device: the code may have changed, or is used up."));
        }
        String said = verdict == Verdict.APPROVED ? "The device is connected. You can put your phone away." : "The device was turned away.";
        return page("Connect a device", "<p class=\"done\" role=\"status\">" + said + "</p><p><a href=\"/\">See what has arrived</a></p>");
    }

    private String form(String code, String trouble) {
        String projects = state.now().projects().values().stream()
                .map(project -> "<option value=\"%s\">%s</option>".formatted(Encode.forHtmlAttribute(project.id()), Encode.forHtml(project.name())))
                .collect(Collectors.joining());
        return """
                <form method="post" action="/activate">
                  %s
                  <label for="code">Code on the device</label>
                  <input id="code" name="code" value="%s" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]{6,7}"
                    placeholder="123456" required autofocus>
                  <label for="project">Project</label>
                  <select id="project" name="project">%s</select>
                  <p class="note">You are signed in as %s. The device may then add clips to this project, and nothing else.</p>
                  <div class="buttons">
                    <button name="answer" value="approve">Connect</button>
                    <button name="answer" value="deny" class="quiet">Turn away</button>
                  </div>
                </form>
                """.formatted(trouble.isEmpty() ? "" : "<p class=\"trouble\" role=\"alert\">" + Encode.forHtml(trouble) + "</p>",
                Encode.forHtmlAttribute(code), projects, Encode.forHtml(Devices.USER));
    }

    private String arrivals() {
        Control.Summary now = control.summary();
        String devices = now.devices().isEmpty() ? "<p class=\"note\">No device is connected yet.</p>"
                : now.devices().stream().map(this::device).collect(Collectors.joining("", "<ul class=\"devices\">", "</ul>"));
        List<Control.AssetView> assets = control.assets();
        String clips = assets.isEmpty() ? "<p class=\"note\">Nothing has arrived yet.</p>"
                : assets.stream().map(Pages::clip).collect(Collectors.joining("", "<ul class=\"clips\">", "</ul>"));
        String refusals = now.refusals().isEmpty() ? "" : now.refusals().stream().map(Pages::refusal)
                .collect(Collectors.joining("", "<h2>Refused</h2><ul class=\"refusals\">", "</ul>"));
        return "<h2>Devices</h2>" + devices + "<h2>Clips</h2>" + totals(now) + clips + refusals;
    }

    private String device(Control.DeviceView device) {
        String project = Optional.ofNullable(state.now().projects().get(device.projectId())).map(CloudState.Project::name).orElse("");
        return "<li><b>%s</b> <span class=\"%s\">%s</span> in %s, firmware %s</li>".formatted(Encode.forHtml(device.name()),
                Encode.forHtmlAttribute(device.status()), Encode.forHtml(device.status()), Encode.forHtml(project),
                Encode.forHtml(device.clientVersion()));
    }

    private static String totals(Control.Summary now) {
        return "<p class=\"note\">%d of %d complete, %s stored, %s received twice, %s in vain.</p>".formatted(now.assets().complete(),
                now.assets().count(), size(now.assets().bytesStored()), size(now.counters().bytesTwice()), size(now.counters().bytesInVain()));
    }

    private static String clip(Control.AssetView clip) {
        String name = Encode.forHtml(clip.name());
        String title = clip.complete() ? "<a href=\"/_sim/assets/" + Encode.forUriComponent(clip.id()) + "/content\">" + name + "</a>" : name;
        String state = clip.complete() ? "complete" : clip.partsReceived() + " of " + clip.partsTotal() + " parts";
        return """
                <li class="%s"><span class="name">%s</span> <span class="size">%s</span> <span class="state">%s</span>
                <progress max="%d" value="%d">%s</progress><code>%s</code></li>
                """.formatted(clip.complete() ? "complete" : "coming", title, clip.filesize() == null ? "recording" : size(clip.filesize()), state,
                Math.max(1, clip.partsTotal()), clip.partsReceived(), state, clip.sha256() == null ? "" : "SHA-256 " + Encode.forHtml(clip.sha256()));
    }

    private static String refusal(RefusalLog.Entry refusal) {
        return "<li><time>%s</time> %s %s <b>%d</b> %s</li>".formatted(refusal.time(), Encode.forHtml(refusal.method()),
                Encode.forHtml(refusal.path()), refusal.status(), Encode.forHtml(refusal.reason()));
    }

    private static String size(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double value = bytes;
        String unit = "";
        for (String next : List.of("kB", "MB", "GB", "TB")) {
            if (value < 1_000) {
                break;
            }
            value /= 1_000;
            unit = next;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, unit);
    }

    private static Reply page(String title, String body) {
        return Reply.text(200, HTML, """
                <!doctype html>
                <html lang="en">
                <head>
                  <meta charset="utf-8">
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <title>%1$s · Rushline simulator</title>
                  <link rel="stylesheet" href="/style.css">
                </head>
                <body>
                  <header><a href="/">Rushline simulator</a><a href="/activate">Connect a device</a></header>
                  <main><h1>%1$s</h1>%2$s</main>
                </body>
                </html>
                """.formatted(Encode.forHtml(title), body))
                .with("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'; base-uri 'none'")
                .with("Cache-Control", "no-store");
    }

    private static Reply resource(String name, String type) throws IOException {
        try (InputStream in = Pages.class.getResourceAsStream(name)) {
            return Reply.text(200, type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
