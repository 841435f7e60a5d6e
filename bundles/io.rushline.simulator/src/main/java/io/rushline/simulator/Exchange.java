package io.rushline.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** One request, as endpoints see it. Used by the thread that serves it. */
final class Exchange {

    private static final int MAX_BODY = 1 << 20;

    private final Request request;
    private final Map<String, String> pathParameters;

    Exchange(Request request, Map<String, String> pathParameters) {
        this.request = request;
        this.pathParameters = pathParameters;
    }

    Request request() {
        return request;
    }

    /** A variable of the route's path. */
    String path(String name) {
        return pathParameters.get(name);
    }

    /** Null when it is not there. */
    String header(String name) {
        return request.getHeaders().get(name);
    }

    /** Host and port as the caller knows them: what goes into links and signatures. */
    String authority() {
        String host = header("Host");
        return host == null ? request.getHttpURI().getAuthority() : host;
    }

    SortedMap<String, String> query() throws Refusal {
        try {
            return single(Request.extractQueryParameters(request, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw Refusal.api(400, "The query of the address cannot be decoded");
        }
    }

    /** Reads a body that says nothing, since the connection would end with what is left unread. */
    void skipBody() throws IOException {
        try (InputStream in = Request.asInputStream(request)) {
            in.skip(MAX_BODY);
        }
    }

    /** The JSON object in the body. */
    ObjectNode json() throws Refusal, IOException {
        if (!"application/json".equals(mediaType())) {
            throw Refusal.api(415, "Content-Type must be application/json");
        }
        byte[] body;
        try (InputStream in = Request.asInputStream(request)) {
            body = in.readNBytes(MAX_BODY + 1);
        }
        if (body.length > MAX_BODY) {
            throw Refusal.api(413, "The body is larger than " + MAX_BODY + " bytes");
        }
        try {
            if (Json.MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw Refusal.api(400, "The body is not JSON");
        }
        throw Refusal.api(400, "The body is not a JSON object");
    }

    /** The fields of a form, in either encoding. */
    Map<String, String> form() throws Refusal {
        try {
            return switch (mediaType()) {
                case "multipart/form-data" -> multipart();
                case "application/x-www-form-urlencoded" -> single(FormFields.getFields(request));
                default -> throw Refusal.auth("invalid_request", "Content-Type must be multipart/form-data");
            };
        } catch (RuntimeException e) { // what Jetty's parsers throw for bodies that are none
            throw Refusal.auth("invalid_request", "The form cannot be read");
        }
    }

    private Map<String, String> multipart() {
        MultiPartConfig limits = new MultiPartConfig.Builder().maxParts(32).maxSize(MAX_BODY).maxPartSize(MAX_BODY)
                .maxMemoryPartSize(MAX_BODY).build();
        SortedMap<String, String> fields = new TreeMap<>();
        try (MultiPartFormData.Parts parts = MultiPartFormData.getParts(request, request, header("Content-Type"), limits)) {
            for (MultiPart.Part part : parts) {
                fields.put(part.getName(), part.getContentAsString(StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    private String mediaType() {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static SortedMap<String, String> single(Fields fields) {
        SortedMap<String, String> values = new TreeMap<>();
        fields.forEach(field -> values.put(field.getName(), field.getValue()));
        return values;
    }
}
