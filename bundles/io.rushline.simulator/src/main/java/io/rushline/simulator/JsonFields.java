package io.rushline.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/** Reads the fields of a JSON object and refuses, with 422, what has another type or is out of range. Unknown fields are nobody's business. */
final class JsonFields {

    private final ObjectNode object;

    JsonFields(ObjectNode object) {
        this.object = object;
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    String text(String name) throws Refusal {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    Optional<String> optionalText(String name) throws Refusal {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode value = object.get(name);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw wrong(name, "must be a text that is not empty");
        }
        return Optional.of(value.textValue());
    }

    long number(String name, long least, long most) throws Refusal {
        return optionalNumber(name, least, most).orElseThrow(() -> missing(name));
    }

    OptionalLong optionalNumber(String name, long least, long most) throws Refusal {
        if (!has(name)) {
            return OptionalLong.empty();
        }
        JsonNode value = object.get(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < least || value.longValue() > most) {
            throw wrong(name, "must be a whole number from " + least + " to " + most);
        }
        return OptionalLong.of(value.longValue());
    }

    boolean flag(String name) throws Refusal {
        if (!has(name)) {
            return false;
        }
        if (!object.get(name).isBoolean()) {
            throw wrong(name, "must be true or false");
        }
        return object.get(name).booleanValue();
    }

    JsonFields object(String name) throws Refusal {
        if (object.get(name) instanceof ObjectNode inner) {
            return new JsonFields(inner);
        }
        throw wrong(name, "must be an object");
    }

    List<JsonFields> objects(String name) throws Refusal {
        JsonNode value = object.get(name);
        if (value == null || !value.isArray() || value.isEmpty() || !StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isObject)) {
            throw wrong(name, "must be a list of objects that is not empty");
        }
        return StreamSupport.stream(value.spliterator(), false).map(one -> new JsonFields((ObjectNode) one)).toList();
    }

    private static Refusal missing(String name) {
        return wrong(name, "is required");
    }

    private static Refusal wrong(String name, String problem) {
        return Refusal.api(422, name + " " + problem);
    }
}
