package io.rushline.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.rushline.itests.support.Await;
import io.rushline.itests.support.ModuleMaker;
import io.rushline.queue.api.Item;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.UploadQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** The worked example of a vendor's recorder, added to a running appliance: its recording reaches the queue while it grows, also over its own replacement. */
public class RecorderFileIT extends DistributionTest {

    private static final String NAME = "io.rushline.recorder.file";
    private static final int PIECE_BYTES = 300_000;

    @Override
    protected String configuration(Path home) throws IOException {
        return configuration(Map.of(NAME + "~deck", Map.of("folder", "capture", "name", "Deck 1", "files", "*.mov", "triggerFile", "recording")));
    }

    @Test
    public void aRecordingGoesThroughToTheQueueWhileItGrows() throws Exception {
        Path home = Path.of(context.getProperty("rushline.home"));
        Path folder = Files.createDirectories(home.resolve("capture"));
        Bundle recorder = context.installBundle(ModuleMaker.shipped(NAME).toUri().toString());
        recorder.start();
        Await.until("it has looked at its folder", LIMIT, () -> Files.exists(home.resolve("recorder.file/deck.properties")));
        assertEquals(Result.Status.OK, health());

        Path trigger = Files.createFile(folder.resolve("recording"));
        Path clip = folder.resolve("A001.mov");
        grow(clip);
        Item begun = Await.until("the queue has it", LIMIT, this::item, Item::growing);
        assertEquals("recorder Deck 1", begun.clip().source());
        grow(clip);
        Await.until("it grows in the queue", LIMIT, () -> item().clip().sizeBytes() == Files.size(clip));

        recorder.stop();
        grow(clip);
        recorder.start();
        Await.until("it goes on growing", LIMIT, () -> item().clip().sizeBytes() == Files.size(clip));
        assertTrue(item().growing());

        Files.delete(trigger);
        Item done = Await.until("it is complete", LIMIT, this::item, item -> !item.growing());
        assertEquals(begun.id(), done.id());
        assertEquals(3 * PIECE_BYTES, done.clip().sizeBytes());
    }

    private static void grow(Path clip) throws IOException {
        Files.write(clip, new byte[PIECE_BYTES], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Item item() throws Exception {
        List<Item> items = service(UploadQueue.class).list(new ItemFilter(
                new Selection.Matching(EnumSet.allOf(ItemState.class), "", Optional.empty(), Optional.empty()), 0, 10)).items();
        assertEquals("one recording, one item", 1, items.size());
        return items.get(0);
    }

    private Result.Status health() throws Exception {
        var checks = context.getServiceReferences(HealthCheck.class, "(" + HealthCheck.TAGS + "=" + NAME + ")");
        assertEquals(1, checks.size());
        return context.getService(checks.iterator().next()).execute().getStatus();
    }
}
