package io.rushline.delivery;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rushline.queue.api.AbandonedAsset;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Project;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.UploadQueue;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Answers for delivery reports: {@code /} lists the projects, {@code /{project}/manifest.mhl} and {@code /{project}/report.html} are those of one.
 * Only for whom the console's gate has let in and named ({@link ServletContextHelper#REMOTE_USER}); without a gate nobody gets anything.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern(DeliveryServlet.ROOT + "*")
public final class DeliveryServlet extends HttpServlet {

    static final String ROOT = "/api/v1/delivery/";

    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger(DeliveryServlet.class.getName());
    private static final Set<ItemState> FAILED = Set.of(ItemState.FAILED, ItemState.REJECTED);
    private static final Set<ItemState> GIVEN_UP = Set.of(ItemState.CANCELLED);
    private static final int BUFFER = 16 * 1024;

    /** A project in the list. */
    record ProjectView(String id, String name, long delivered, long open, long failed, long cancelled, long abandonedAssets, String manifest,
            String report) {
    }

    private final transient JsonMapper json = new JsonMapper();
    private final transient Clock clock;
    private final String host;
    private final String version;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile UploadQueue queue;

    @Activate
    public DeliveryServlet(BundleContext context) {
        this(Clock.systemDefaultZone(), localHostName(), Optional.ofNullable(context.getProperty("rushline.version")).orElse("1.0.0"));
    }

    /** @param clock its zone is that in which the report tells times */
    DeliveryServlet(Clock clock, String host, String version) {
        this.clock = clock;
        this.host = host;
        this.version = version;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (request.getAttribute(ServletContextHelper.REMOTE_USER) == null) {
            problem(response, 401, "access.login", "Log in first.", "Log in, or send the local token.");
            return;
        }
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            problem(response, 405, "request.method", "This method is not known here.", null);
            return;
        }
        UploadQueue now = queue;
        if (now == null) {
            away(response);
            return;
        }
        try {
            answer(now, Optional.ofNullable(request.getPathInfo()).orElse("/"), response);
        } catch (QueueException e) {
            LOG.log(System.Logger.Level.WARNING, "No delivery report: the queue cannot be read", e);
            problem(response, 503, "queue.store", e.code().what, e.code().todo);
        }
    }

    private void answer(UploadQueue queue, String path, HttpServletResponse response) throws QueueException, IOException {
        if (path.equals("/")) {
            list(queue, response);
            return;
        }
        int slash = path.lastIndexOf('/');
        Optional<Project> project = slash < 1 ? Optional.empty()
                : queue.projects().stream().filter(p -> p.id().equals(path.substring(1, slash))).findFirst();
        String wanted = path.substring(slash + 1);
        if (project.isPresent() && wanted.equals("manifest.mhl")) {
            manifest(queue, origin(project.get()), response);
        } else if (project.isPresent() && wanted.equals("report.html")) {
            report(queue, origin(project.get()), response);
        } else {
            problem(response, 404, "request.unknown-path", "There is nothing at this address.", null);
        }
    }

    private Origin origin(Project project) {
        return new Origin(project, host, version, clock.instant(), clock.getZone());
    }

    private void list(UploadQueue queue, HttpServletResponse response) throws QueueException, IOException {
        List<AbandonedAsset> abandoned = queue.abandonedAssets();
        List<ProjectView> views = new ArrayList<>();
        for (Project project : queue.projects()) {
            String id = project.id();
            long delivered = Clips.count(queue, id, Clips.DELIVERED);
            long failed = Clips.count(queue, id, FAILED);
            long cancelled = Clips.count(queue, id, GIVEN_UP);
            long open = Math.max(0, Clips.count(queue, id, Set.of()) - delivered - failed - cancelled);
            String below = ROOT + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
            views.add(new ProjectView(id, project.name(), delivered, open, failed, cancelled,
                    abandoned.stream().filter(a -> a.projectId().equals(Optional.of(id))).count(), below + "/manifest.mhl", below + "/report.html"));
        }
        send(response, 200, "application/json", views);
    }

    private void manifest(UploadQueue queue, Origin origin, HttpServletResponse response) throws QueueException, IOException {
        Clips clips = Clips.of(queue, origin.project().id(), Clips.DELIVERED);
        response.setContentType("application/xml; charset=utf-8");
        response.setHeader("Content-Disposition", Manifest.attachment(origin.project(), origin.at()));
        Writer out = writer(response);
        try {
            new Manifest(origin, out).write(clips);
        } catch (XMLStreamException e) {
            throw new IOException("The manifest broke off", e);
        }
        out.flush();
    }

    private void report(UploadQueue queue, Origin origin, HttpServletResponse response) throws QueueException, IOException {
        Clips delivered = Clips.of(queue, origin.project().id(), Clips.DELIVERED);
        Clips others = Clips.of(queue, origin.project().id(), Clips.NOT_DELIVERED);
        List<AbandonedAsset> abandoned = queue.abandonedAssets();
        response.setContentType("text/html; charset=utf-8");
        response.setHeader("Content-Security-Policy", Report.CONTENT_SECURITY_POLICY);
        Writer out = writer(response);
        new Report(origin, out).write(delivered, others, abandoned);
        out.flush();
    }

    private static Writer writer(HttpServletResponse response) throws IOException {
        return new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), BUFFER);
    }

    private void away(HttpServletResponse response) throws IOException {
        response.setHeader("Retry-After", "2");
        problem(response, 503, "queue.away", "The queue is not there at the moment.", "Try again in a few seconds.");
    }

    /** Writes a manifest and a report of nothing, into memory. */
    Result health() {
        Origin nowhere = origin(new Project("health", "Health"));
        StringWriter manifest = new StringWriter();
        StringWriter report = new StringWriter();
        try {
            new Manifest(nowhere, manifest).write(Clips.none());
            new Report(nowhere, report).write(Clips.none(), Clips.none(), List.of());
        } catch (XMLStreamException | IOException | RuntimeException broken) {
            return new Result(Status.CRITICAL, "No report can be written.", broken);
        } catch (LinkageError missing) {
            return new Result(Status.CRITICAL, "No report can be written: " + missing);
        }
        return manifest.toString().contains(Manifest.MHL) && !report.toString().isEmpty() ? new Result(Status.OK, "Manifest and report can be written.")
                : new Result(Status.CRITICAL, "Manifest or report are empty.");
    }

    /** As RFC 9457 has it. */
    private void problem(HttpServletResponse response, int status, String code, String title, String todo) throws IOException {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "urn:rushline:problem:" + code);
        problem.put("title", title);
        problem.put("status", status);
        problem.put("code", code);
        problem.put("todo", todo);
        send(response, status, "application/problem+json", problem);
    }

    private void send(HttpServletResponse response, int status, String type, Object body) throws IOException {
        byte[] bytes = json.writeValueAsBytes(body);
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static String localHostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // a host whose own name cannot be looked up
        }
    }
}
