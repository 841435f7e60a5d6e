package io.rushline.queue.api;

import java.util.List;
import java.util.Optional;

/**
 * A claimed item with all that is needed to go on with it.
 *
 * @param asset empty until it is created
 * @param parts empty until the asset is created; in order of their numbers
 */
public record Work(Item item, Optional<Asset> asset, List<Part> parts) {
    public Work {
        parts = List.copyOf(parts);
    }
}
