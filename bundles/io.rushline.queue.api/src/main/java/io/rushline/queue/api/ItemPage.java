package io.rushline.queue.api;

import java.util.List;

/**
 * Some of the items, in the order in which they are worked on: those under way, those in line, then what has ended, newest first.
 *
 * @param total how many the filter matches in all
 */
public record ItemPage(List<Item> items, long total) {
    public ItemPage {
        items = List.copyOf(items);
    }
}
