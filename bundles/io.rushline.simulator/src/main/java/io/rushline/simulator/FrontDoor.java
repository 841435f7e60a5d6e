package io.rushline.simulator;

import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets every request in: applies the rules common to all, finds the endpoint, and turns a refusal into an answer and a record of it. */
final class FrontDoor extends Handler.Abstract {

    private static final System.Logger LOG = System.getLogger(FrontDoor.class.getName());
    /** Semantic Versioning 2.0.0. */
    private static final Pattern VERSION = Pattern.compile("(0|[1-9]\\d*)(\\.(0|[1-9]\\d*)){2}(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");
    /** Read of a refused body so that the caller gets to read the answer before the connection ends. */
    private static final long DRAINED_BYTES = 64L << 20;

    private final List<Route> routes;
    private final Faults faults;
    private final RefusalLog refusals;
    private final Sockets sockets;
    private final Clock clock;

    FrontDoor(List<Route> routes, Faults faults, RefusalLog refusals, Sockets sockets, Clock clock) {
        this.routes = List.copyOf(routes);
        this.faults = faults;
        this.refusals = refusals;
        this.sockets = sockets;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        String path = Request.getPathInContext(request);
        Surface surface = Surface.of(path);
        try {
            admit(request, path, surface);
            if (path.equals(Sockets.PATH)) {
                sockets.upgrade(request, response, callback);
            } else {
                send(serve(request, path, surface), surface, response, callback);
            }
        } catch (Refusal refusal) {
            if (refusal.fault() && surface.simulated()) {
                refusals.record(request.getMethod(), path, refusal.reply().status(), refusal.getMessage());
            }
            drain(request);
            send(refusal.reply(), surface, response, callback);
        } catch (Upload.Cut cut) {
            request.getConnectionMetaData().getConnection().getEndPoint().close();
            callback.failed(cut);
        } catch (EofException gone) {
            callback.failed(gone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callback.failed(new QuietException.Exception(e));
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The simulator could not answer " + request.getMethod() + " " + path, e);
            surface.refuse(500, "The simulator itself failed, see its log").reply().send(response, callback);
        }
        return true;
    }

    private void send(Reply reply, Surface surface, Response response, Callback callback) {
        Optional<String> date = faults.clockSkew().filter(skew -> surface.simulated())
                .map(skew -> DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().plus(skew).atOffset(ZoneOffset.UTC)));
        date.map(wrong -> reply.with("Date", wrong)).orElse(reply).send(response, callback);
    }

    private void admit(Request request, String path, Surface surface) throws Refusal, InterruptedException {
        if (!request.isSecure()) {
            throw Refusal.api(400, "This was plain HTTP; here only HTTPS is spoken");
        }
        if (surface.simulated()) {
            faults.delay();
            faults.beforeCall(path, surface);
        } else {
            refuseOtherSites(request);
        }
        if (surface.wantsClientVersion()) {
            checkVersion(request.getHeaders().get("x-client-version"), surface);
        }
    }

    private Reply serve(Request request, String path, Surface surface) throws Refusal, IOException, InterruptedException {
        Optional<FaultPlan.RawAnswer> told = surface.simulated() ? faults.takeAnswer(path) : Optional.empty();
        if (told.isPresent()) {
            drain(request);
            Reply raw = Reply.text(told.get().status(), told.get().contentType(), told.get().body()).repeated(told.get().repeat());
            return told.get().location() == null ? raw : raw.with("Location", told.get().location());
        }
        Route route = find(request.getMethod(), path, surface);
        return route.endpoint().serve(new Exchange(request, pathParameters(route, path)));
    }

    private static void checkVersion(String version, Surface surface) throws Refusal {
        if (version == null) {
            throw surface.refuse(400, "x-client-version is missing");
        }
        if (!VERSION.matcher(version).matches()) {
            throw surface.refuse(400, "x-client-version is not MAJOR.MINOR.PATCH");
        }
    }

    private Route find(String method, String path, Surface surface) throws Refusal {
        List<Route> here = routes.stream().filter(route -> route.path().matches(path)).toList();
        if (here.isEmpty()) {
            throw surface.refuse(404, "There is nothing at " + path);
        }
        return here.stream().filter(route -> route.method().equals(method)).findFirst()
                .orElseThrow(() -> surface.refuse(405, method + " is not possible at " + path));
    }

    private static Map<String, String> pathParameters(Route route, String path) {
        return route.path().getVariableCount() == 0 ? Map.of() : route.path().getPathParams(path);
    }

    /** A page of another site must not approve devices through the browser of somebody who looks at both. */
    private static void refuseOtherSites(Request request) throws Refusal {
        String origin = request.getHeaders().get("Origin");
        if (origin != null && !origin.equals("https://" + request.getHeaders().get("Host"))) {
            throw Refusal.api(403, "Another site may not do this");
        }
    }

    private static void drain(Request request) {
        if (request.getLength() > DRAINED_BYTES || request.getHeaders().contains(HttpHeader.EXPECT)) {
            return; // too much to wait for, or the caller waits with its body
        }
        try {
            Request.asInputStream(request).skip(DRAINED_BYTES);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A refused caller did not wait for its answer", e);
        }
    }
}
