package io.rushline.console.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;

/** What tests expect of the API's answers. */
final class Answers {

    private Answers() {
    }

    /** The fields are those of the schema, no more and no fewer, all the way down. */
    static void assertShape(String schema, JsonNode value) {
        assertShape(schema, OpenApiTest.read().at("/components/schemas/" + schema), value);
    }

    private static void assertShape(String where, JsonNode schema, JsonNode value) {
        JsonNode document = OpenApiTest.read();
        if (schema.has("$ref")) {
            assertShape(where, document.at(schema.get("$ref").asText().substring(1)), value);
        } else if (schema.has("oneOf")) {
            if (!value.isNull()) {
                assertShape(where, schema.at("/oneOf/0"), value);
            }
        } else if (schema.has("properties")) {
            assertEquals(where, fields(schema.get("properties")), fields(value));
            value.properties().forEach(field -> assertShape(where + "." + field.getKey(), schema.at("/properties/" + field.getKey()), field.getValue()));
        } else if (schema.has("items")) {
            value.forEach(item -> assertShape(where + "[]", schema.get("items"), item));
        } else {
            String type = value.isNull() ? "null" : value.isTextual() ? "string" : value.isBoolean() ? "boolean" : "integer";
            assertTrue(where + " is " + type + ", not " + schema.get("type"), schema.get("type").toString().contains(type));
        }
    }

    private static Set<String> fields(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    static JsonNode json(int status, HttpResponse<String> answer) throws Exception {
        assertEquals(answer.body(), status, answer.statusCode());
        assertEquals("application/json", answer.headers().firstValue("Content-Type").orElse(""));
        return new ObjectMapper().readTree(answer.body());
    }

    static void assertProblem(int status, String code, HttpResponse<String> answer) throws Exception {
        assertEquals(answer.body(), status, answer.statusCode());
        assertEquals("application/problem+json", answer.headers().firstValue("Content-Type").orElse(""));
        JsonNode problem = new ObjectMapper().readTree(answer.body());
        assertEquals(code, problem.get("code").asText());
        assertEquals(status, problem.get("status").asInt());
        assertEquals("urn:rushline:problem:" + code, problem.get("type").asText());
        assertTrue(problem.get("title").asText().endsWith("."));
    }
}
