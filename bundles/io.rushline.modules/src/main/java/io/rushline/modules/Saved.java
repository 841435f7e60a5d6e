package io.rushline.modules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.Plan.Change;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.Update.State;
import io.rushline.modules.api.When;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An update in the plain types of tables and files; what may be missing is null. Times are milliseconds since 1970-01-01 UTC. */
record Saved(long id, State state, Actor by, long askedAt, When.Kind whenKind, Long whenAt, Long endedAt, Code why, String detail, List<SavedChange> changes, Wish wish,
        Attempt attempt) {

    /** The version before this one reads it too, after it was gone back. */
    private static final ObjectMapper JSON = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /** A module's change; null where there is no version. */
    record SavedChange(String module, String from, String to) {

        Change change() {
            return new Change(module, Optional.ofNullable(from), Optional.ofNullable(to));
        }
    }

    static Saved of(Row row) {
        return new Saved(row.id(), row.state(), row.by(), row.askedAt().toEpochMilli(), row.when().kind(), row.when().at().map(Instant::toEpochMilli).orElse(null),
                row.endedAt().map(Instant::toEpochMilli).orElse(null), row.why().orElse(null), row.detail(),
                row.changes().stream().map(each -> new SavedChange(each.module(), each.from().orElse(null), each.to().orElse(null))).toList(), row.wish(),
                row.attempt().orElse(null));
    }

    Row row() {
        return new Row(id, state, wish, changes.stream().map(SavedChange::change).toList(), by, Instant.ofEpochMilli(askedAt),
                new When(whenKind, Optional.ofNullable(whenAt).map(Instant::ofEpochMilli)), Optional.ofNullable(endedAt).map(Instant::ofEpochMilli), Optional.ofNullable(why), detail,
                Optional.ofNullable(attempt));
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException bug) { // records of plain types
            throw new UncheckedIOException(bug);
        }
    }

    static <T> T read(String json, Class<T> type) throws JsonProcessingException {
        return JSON.readValue(json, type);
    }
}
