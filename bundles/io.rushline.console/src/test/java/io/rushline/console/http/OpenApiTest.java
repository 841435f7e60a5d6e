package io.rushline.console.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class OpenApiTest {

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();

    private final JsonNode document = read();

    @Test
    public void theDocumentAndTheRoutesAreTheSameRolesIncluded() throws Exception {
        Map<String, String> documented = new TreeMap<>();
        document.get("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> documented
                .put(operation.getKey().toUpperCase() + " " + path.getKey(), operation.getValue().get("x-role").asText())));
        Map<String, String> routes = new TreeMap<>();
        try (TestServer server = new TestServer(home.getRoot().toPath())) {
            server.resources.forEach(resource -> resource.routes()
                    .forEach(r -> routes.put(r.method() + " " + r.path(), r.role().map(Enum::name).orElse("null"))));
        }
        assertEquals(documented, routes);
        assertFalse(routes.isEmpty());
    }

    @Test
    public void everyReferenceLeadsSomewhere() {
        document.findValuesAsText("$ref").forEach(ref -> assertFalse(ref, document.at(ref.substring(1)).isMissingNode()));
        assertFalse(document.findValuesAsText("$ref").isEmpty());
    }

    @Test
    public void operationsHaveNamesOfTheirOwnAndErrorsAreProblems() {
        Map<String, String> seen = new TreeMap<>();
        document.get("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
            String id = operation.getValue().get("operationId").asText();
            assertEquals("operationId " + id, null, seen.put(id, path.getKey()));
            operation.getValue().get("responses").properties().stream().filter(response -> response.getKey().compareTo("400") >= 0)
                    .forEach(response -> assertTrue(id, document.at(response.getValue().get("$ref").asText().substring(1)).get("content")
                            .has("application/problem+json")));
        }));
    }

    static JsonNode read() {
        try {
            return new ObjectMapper().readTree(OpenApiTest.class.getResourceAsStream("/openapi.json"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
