package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.Test;

/** Which files have their beginning written anew when their recording ends. */
public class ContainerTest {

    private static void headLast(byte[] file) {
        assertEquals(true, Container.rewritesItsHead(ByteBuffer.wrap(file)));
    }

    private static void safe(byte[] file) {
        assertEquals(false, Container.rewritesItsHead(ByteBuffer.wrap(file)));
    }

    private static byte[] box(String type, byte[]... content) {
        byte[] all = join(content);
        return join(ByteBuffer.allocate(4).putInt(8 + all.length).array(), type.getBytes(StandardCharsets.ISO_8859_1), all);
    }

    private static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    private static byte[] hex(String digits, int length) {
        return java.util.Arrays.copyOf(java.util.HexFormat.of().parseHex(digits), length);
    }

    @Test
    public void aMovieWhoseIndexComesAtTheEnd() {
        headLast(join(box("ftyp", new byte[12]), box("wide"), box("mdat", new byte[900])));
        headLast(join(box("ftyp", new byte[12]), box("free", new byte[40]), ByteBuffer.allocate(20).putInt(0).put("mdat".getBytes()).array()));
        headLast(join(box("wide"), box("mdat", new byte[900])));
        headLast(join(box("ftyp", new byte[12]), box("moov", box("mvhd", new byte[100]), box("trak", new byte[10])), box("mdat", new byte[900])));
        headLast(join(box("ftyp", new byte[12]), ByteBuffer.allocate(32).putInt(1).put("mdat".getBytes()).putLong(-5).array()));
        headLast(join(box("ftyp", new byte[12]), box("free", new byte[Container.HEAD_BYTES])));
        headLast(join(box("ftyp", new byte[12]), ByteBuffer.allocate(16).putInt(3).put("skip".getBytes()).array()));
    }

    @Test
    public void aMovieInFragments() {
        safe(join(box("ftyp", new byte[12]), box("moov", box("mvhd", new byte[100]), box("trak", new byte[10]), box("mvex", new byte[32])),
                box("moof", new byte[90]), box("mdat", new byte[900])));
        safe(join(box("styp", new byte[12]), box("sidx", new byte[20]), box("moof", new byte[90])));
        safe(join(box("ftyp", new byte[12]), box("moof", new byte[90])));
    }

    @Test
    public void soundAndMxfAndMatroskaWriteTheirSizesAtTheEnd() {
        headLast("RIFF\0\0\0\0WAVEfmt ".getBytes());
        headLast("RF64\u007f\u007f\u007f\u007fWAVEds64".getBytes());
        headLast("RIFX\0\0\0\0WAVEfmt ".getBytes());
        headLast("FORM\0\0\0\0AIFFCOMM".getBytes());
        headLast(hex("1a45dfa3", 64));
        headLast(hex("060e2b34020501010d01020101020100", 64));
        headLast(hex("060e2b34020501010d01020101020200", 64));
        headLast(hex("060e2b34020501010d01020101020300", 64));
        safe(hex("060e2b34020501010d01020101020400", 64));
    }

    @Test
    public void aTransportStreamHasNoHead() {
        byte[] stream = new byte[1_000];
        for (int i = 0; i < stream.length; i += 188) {
            stream[i] = 0x47;
        }
        safe(stream);
        byte[] stamped = new byte[1_000];
        for (int i = 4; i < stamped.length; i += 192) {
            stamped[i] = 0x47;
        }
        safe(stamped);
        stream[188] = 0x46;
        headLast(stream);
    }

    @Test
    public void whatNobodyKnowsIsTakenForUnsafe() {
        headLast(new byte[0]);
        headLast(new byte[7]);
        headLast(new byte[300]);
        headLast(hex("000001ba", 100));
        headLast(hex("ffd8ffe0", 100));
        headLast(hex("060e2b34020501010d0102010102", 14));
        Random chance = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[chance.nextInt(600)];
            chance.nextBytes(noise);
            noise = join(box("ftyp", new byte[12]), noise);
            Container.rewritesItsHead(ByteBuffer.wrap(noise));
        }
    }
}
