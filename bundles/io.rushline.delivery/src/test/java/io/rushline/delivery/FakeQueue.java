package io.rushline.delivery;

import io.rushline.queue.api.AbandonedAsset;
import io.rushline.queue.api.Checksums;
import io.rushline.queue.api.Clip;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Project;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.Reason;
import io.rushline.queue.api.UploadQueue;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** A queue that can be read only. */
final class FakeQueue {

    static final Instant MADE = Instant.parse("2026-11-24T08:00:00.123Z");
    static final Checksums SUMS = new Checksums("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "06b05ab6733a618578af5f94892f3950",
            Optional.empty());

    /** Newest first, as the queue lists them. */
    final List<Item> items = new ArrayList<>();
    final List<Project> projects = new ArrayList<>(List.of(new Project("p1", "Day 1")));
    final List<AbandonedAsset> abandoned = new ArrayList<>();
    boolean broken;
    int largestPage;
    /** Told of the offset of each page before it is read. */
    IntConsumer beforePage = offset -> { };

    UploadQueue service() {
        return (UploadQueue) Proxy.newProxyInstance(FakeQueue.class.getClassLoader(), new Class<?>[] {UploadQueue.class}, (proxy, method, args) -> {
            if (broken) {
                throw new QueueException(QueueException.Code.STORE);
            }
            return switch (method.getName()) {
                case "list" -> list((ItemFilter) args[0]);
                case "projects" -> List.copyOf(projects);
                case "abandonedAssets" -> List.copyOf(abandoned);
                default -> throw new UnsupportedOperationException(method.getName());
            };
        });
    }

    private ItemPage list(ItemFilter filter) {
        beforePage.accept(filter.offset());
        List<Item> all = items.stream().filter(i -> i.projectId().equals(filter.matching().projectId())
                && (filter.matching().states().isEmpty() || filter.matching().states().contains(i.state()))).toList();
        List<Item> page = all.stream().skip(filter.offset()).limit(filter.limit()).toList();
        largestPage = Math.max(largestPage, page.size());
        return new ItemPage(page, all.size());
    }

    static Item delivered(long id, String name, Checksums sums) {
        return item(id, name, ItemState.COMPLETED, Optional.empty(), Optional.of(sums), MADE);
    }

    static Item other(long id, String name, ItemState state, Reason why) {
        return item(id, name, state, Optional.of(why), Optional.empty(), MADE);
    }

    static Item item(long id, String name, ItemState state, Optional<Reason> why, Optional<Checksums> sums, Instant made) {
        Clip clip = new Clip(Path.of("/card/x"), name, 1_500_000, made.plusSeconds(60), "f", "c", made, "folder clips", 0, 0);
        return new Item(new ItemId(id), clip, false, Optional.of("p1"), state, why, Optional.empty(), 0, id, Optional.empty(), Optional.of("old-asset"),
                Optional.of("asset-" + id), 2, 2, 1_500_000, sums, List.of("wlan0 (Wi-Fi)", "eth0 (Ethernet)"), MADE.plusSeconds(120),
                Optional.of(MADE.plusSeconds(180)), Optional.of(MADE.plusSeconds(240)));
    }
}
