package io.rushline.uploader.c2c;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Part;
import io.rushline.queue.api.Receipt;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.Test;

/** What was sent is what the file holds. */
public class IntegrityTest {

    private static final Path FILE = Path.of("/card/A001.mov");

    private static Part part(int number, long offset, long size) {
        return Part.toSend(number, offset, size);
    }

    /** Another byte in the middle; size and time stay. */
    private static void spoil(Rig rig) {
        byte[] bytes = rig.disk.bytes(FILE).clone();
        bytes[42]++;
        rig.disk.put(FILE, bytes, Rig.MADE);
    }

    private static void begun(Rig rig, ItemId clip) {
        rig.time.runUntil("some parts", Duration.ofMinutes(5), () -> rig.queue.row(clip).item().ackedParts() >= 10);
    }

    /** The file is another one, of the same size and time, only while this part is read to be sent. */
    private static void otherWhileSent(Rig rig, Predicate<String> part) {
        byte[] bytes = rig.disk.bytes(FILE);
        rig.cloud.watched = put -> {
            if (part.test(put)) {
                spoil(rig);
            }
        };
        for (int i = 0; i < 200; i++) {
            rig.cloud.lateFaults.add(() -> {
                rig.disk.put(FILE, bytes, Rig.MADE);
                return null;
            });
        }
    }

    @Test
    public void aFileThatChangedUnderItsUploadIsSentAgainOnceAsANewAsset() {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 400);
        otherWhileSent(rig, "asset-1/5"::equals);
        rig.until(clip, ItemState.COMPLETED);
        assertEquals(2, rig.cloud.assets.size());
        assertArrayEquals(rig.disk.bytes(FILE), rig.cloud.assets.get("asset-2").bytes());
        assertEquals(Rig.sha256(rig.disk.bytes(FILE)), rig.queue.row(clip).checksums.sha256());
        assertEquals(List.of("asset-1 media.changed-under-upload"), rig.queue.row(clip).abandoned);
    }

    @Test
    public void aFileThatChangesEachTimeFails() {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 400);
        otherWhileSent(rig, put -> put.endsWith("/5"));
        rig.until(clip, ItemState.FAILED);
        assertEquals("media.changed-under-upload", rig.queue.row(clip).reason.code());
        assertEquals(2, rig.cloud.assets.size());
    }

    @Test
    public void aPartThatAnEarlierLifeSentIsComparedToo() {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 400);
        begun(rig, clip);
        rig.kill();
        spoil(rig);
        rig.start();
        rig.until(clip, ItemState.COMPLETED);
        assertEquals(2, rig.cloud.assets.size());
        assertEquals("the first never became complete", List.of(rig.cloud.assets.get("asset-2")), rig.cloud.complete());
    }

    @Test
    public void theLastPartOfAnEarlierLifesAssetWaitsUntilTheRestIsCompared() {
        for (boolean spoilt : new boolean[] {false, true}) {
            Rig rig = new Rig().start();
            ItemId clip = rig.accept("A001.mov", 400);
            FakeQueue.Row row = rig.queue.row(clip);
            rig.time.runUntil("all parts", Duration.ofMinutes(5), () -> !row.parts.isEmpty() && row.item().ackedParts() == row.parts.size());
            rig.kill();
            assertEquals(ItemState.UPLOADING, row.state);
            Part lost = row.parts.get(2); // its acknowledgement; those behind it were kept
            row.parts.put(2, part(2, lost.offsetBytes(), lost.sizeBytes()));
            rig.cloud.assets.get("asset-1").parts.remove(2);
            if (spoilt) {
                spoil(rig);
            }
            rig.start();
            rig.until(clip, ItemState.COMPLETED);
            assertEquals(spoilt ? 2 : 1, rig.cloud.assets.size());
            assertEquals(1, rig.cloud.complete().size());
            assertArrayEquals(rig.disk.bytes(FILE), rig.cloud.complete().get(0).bytes());
        }
    }

    @Test
    public void aClipThatStaysAsItIsGoesUpOnceAcrossLives() {
        Rig rig = new Rig().start();
        ItemId clip = rig.accept("A001.mov", 400);
        begun(rig, clip);
        rig.kill();
        rig.start();
        rig.until(clip, ItemState.COMPLETED);
        rig.assertWhole(clip);
        assertEquals(1, rig.cloud.assets.size());
    }

    @Test
    public void onlyPartsThatFollowEachOtherAreRead() {
        Integrity integrity = new Integrity();
        integrity.planned(List.of(part(2, 5, 10), part(3, 15, 1), part(5, 20, 4)));
        assertEquals("part 1 is not planned yet", List.of(), integrity.from(0, 100));
        integrity.planned(List.of(part(1, 0, 5)));
        assertEquals(List.of(part(1, 0, 5), part(2, 5, 10), part(3, 15, 1)), integrity.from(0, 100));
        assertEquals("in the middle of a part, and up to the one that reaches the end", List.of(part(2, 5, 10)), integrity.from(7, 15));
        assertEquals("part 4 is not planned yet", List.of(), integrity.from(16, 100));
        Integrity empty = new Integrity();
        empty.planned(List.of(part(1, 0, 0)));
        assertEquals(List.of(part(1, 0, 0)), empty.from(0, 0));
    }

    @Test
    public void aPartThatWasNeverSentOrNeverReadIsNotRight() {
        Integrity integrity = new Integrity();
        integrity.planned(List.of(new Part(1, 0, 5, Optional.of(new Receipt(7, Optional.empty()))), part(2, 5, 5)));
        integrity.found(Map.of(1, 7L));
        assertTrue(integrity.changed().orElseThrow().reason().what().contains("1 of 2 parts"));
        integrity.arrived(2, new Receipt(8, Optional.empty()));
        assertTrue(integrity.changed().orElseThrow().reason().what().contains("at byte 5"));
        integrity.found(Map.of(2, 8L));
        assertFalse(integrity.changed().isPresent());
    }

    @Test
    public void aLinkIsNamedByTheAddressThatWasSentFrom() throws Exception {
        InetAddress wifi = InetAddress.getByName("192.168.1.7");
        InetAddress zoneless = InetAddress.getByName("fe80::1");
        NetworkStatus status = new NetworkStatus(List.of(link("eth0", Kind.ETHERNET, zoneless), link("wlan0", Kind.WIFI, wifi),
                link("tun0", Kind.OTHER, InetAddress.getByName("10.0.0.1"))), Reach.ONLINE, Optional.empty(), Optional.empty());
        assertEquals(Optional.of("wlan0 (Wi-Fi)"), Links.over(status, wifi));
        assertEquals(Optional.of("eth0 (Ethernet)"), Links.over(status, InetAddress.getByName("fe80::1%1")));
        assertEquals(Optional.of("tun0"), Links.over(status, InetAddress.getByName("10.0.0.1")));
        assertEquals(Optional.empty(), Links.over(status, InetAddress.getByName("10.0.0.2")));
    }

    private static Link link(String name, Kind kind, InetAddress address) {
        return new Link(name, kind, Link.State.CONNECTED, List.of(address), OptionalLong.empty(), false);
    }
}
