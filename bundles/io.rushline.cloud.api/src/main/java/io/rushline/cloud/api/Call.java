package io.rushline.cloud.api;

import java.util.Map;
import java.util.Optional;

/**
 * One call of the API.
 *
 * @param method {@code GET}, {@code POST}, {@code PUT} or {@code DELETE}
 * @param path   below the base, beginning with a slash: {@code /v2/devices/me}
 * @param bearer the access token of an authorised call
 * @param body   what is sent along
 */
public record Call(String method, String path, Optional<String> bearer, Body body) {

    /** What a call sends along. */
    public sealed interface Body {
        /** Nothing. */
        record None() implements Body { }

        /** A JSON document, already encoded. */
        record Json(String text) implements Body { }

        /** Fields of a {@code multipart/form-data} body, as the auth calls take them. */
        record Form(Map<String, String> fields) implements Body {
            public Form {
                fields = Map.copyOf(fields);
            }

            /** Names only: the values may be secrets. */
            @Override
            public String toString() {
                return "Form" + fields.keySet();
            }
        }
    }

    public static Call get(String path, String bearer) {
        return new Call("GET", path, Optional.of(bearer), new Body.None());
    }

    public static Call post(String path, String bearer, String json) {
        return new Call("POST", path, Optional.of(bearer), new Body.Json(json));
    }

    public static Call form(String path, Map<String, String> fields) {
        return new Call("POST", path, Optional.empty(), new Body.Form(fields));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
