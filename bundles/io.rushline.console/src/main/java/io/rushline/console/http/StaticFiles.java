package io.rushline.console.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Serves the console's pages, which are few and small, from memory: what is not in the bundle's {@code web} folder is not there. A browser
 * asks each time whether its copy is still good (ETag), so that a replaced console shows at once.
 */
@Component(service = {Servlet.class, PagePolicy.class})
@HttpWhiteboardServletPattern("/")
public final class StaticFiles extends HttpServlet implements PagePolicy {

    private static final long serialVersionUID = 1L;
    private static final String FOLDER = "web";
    private static final Map<String, String> TYPES = Map.ofEntries(Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"), Map.entry("css", "text/css; charset=utf-8"), Map.entry("json", "application/json"),
            Map.entry("svg", "image/svg+xml"), Map.entry("png", "image/png"), Map.entry("ico", "image/x-icon"), Map.entry("woff2", "font/woff2"),
            Map.entry("webmanifest", "application/manifest+json"), Map.entry("txt", "text/plain; charset=utf-8"));
    private static final Pattern IMPORT_MAP = Pattern.compile("<script\\s+type=\"importmap\"\\s*>(.*?)</script>", Pattern.DOTALL);

    private record Page(byte[] bytes, String type, String etag) {
    }

    private final transient Map<String, Page> pages;
    private final String policy;

    @Activate
    public StaticFiles(BundleContext context) {
        this(read(context.getBundle()));
    }

    /** @param files by path, as in {@code /index.html} */
    StaticFiles(Map<String, byte[]> files) {
        pages = files.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, StaticFiles::page));
        policy = "default-src 'self'; script-src 'self'" + importMapHashes(files) + "; img-src 'self' data:; object-src 'none'; "
                + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    @Override
    public String contentSecurityPolicy() {
        return policy;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            Problem.of(405, "request.method", "This method is not known here.", "Allowed: GET, HEAD", null).send(response);
            return;
        }
        Optional<Page> found = find(request.getServletPath() + Optional.ofNullable(request.getPathInfo()).orElse(""));
        if (found.isEmpty()) {
            Problem.of(404, "request.unknown-path", "There is nothing at this address.", null, null).send(response);
            return;
        }
        Page page = found.get();
        response.setHeader("ETag", page.etag());
        response.setHeader("Cache-Control", "no-cache");
        if (page.etag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(page.type());
        response.setContentLength(page.bytes().length);
        response.getOutputStream().write(page.bytes());
    }

    /** The login page may be a page of its own or a part of the one page. */
    private Optional<Page> find(String path) {
        return switch (path) {
            case "", "/" -> Optional.ofNullable(pages.get("/index.html"));
            case "/login" -> Optional.ofNullable(pages.getOrDefault("/login.html", pages.get("/index.html")));
            default -> Optional.ofNullable(pages.get(path));
        };
    }

    private static Page page(Map.Entry<String, byte[]> file) {
        String name = file.getKey();
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        return new Page(file.getValue(), type, '"' + HexFormat.of().formatHex(sha256(file.getValue()), 0, 16) + '"');
    }

    /** Browsers take an import map only from inside a page, and this policy allows nothing inside a page but what it names by its hash. */
    private static String importMapHashes(Map<String, byte[]> files) {
        return files.entrySet().stream().filter(file -> file.getKey().endsWith(".html"))
                .flatMap(file -> IMPORT_MAP.matcher(new String(file.getValue(), StandardCharsets.UTF_8)).results())
                .map(match -> sha256(match.group(1).getBytes(StandardCharsets.UTF_8)))
                .map(hash -> " 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'").distinct().sorted().collect(Collectors.joining());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    private static Map<String, byte[]> read(Bundle bundle) {
        return Optional.ofNullable(bundle.findEntries(FOLDER, "*", true)).map(Collections::list).stream().flatMap(java.util.Collection::stream)
                .filter(url -> !url.getPath().endsWith("/"))
                .collect(Collectors.toMap(url -> url.getPath().substring(FOLDER.length() + 1), StaticFiles::bytes));
    }

    private static byte[] bytes(URL url) {
        try (InputStream in = url.openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
