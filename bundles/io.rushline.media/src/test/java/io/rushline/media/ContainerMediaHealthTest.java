package io.rushline.media;

import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import org.apache.felix.hc.api.Result.Status;
import org.junit.Test;

public class ContainerMediaHealthTest {

    @Test
    public void theProbeIsUnderstoodUntilTheStop() {
        ContainerMedia media = new ContainerMedia();
        assertEquals(media.health().toString(), Status.OK, media.health().getStatus());
        media.stop();
        assertEquals(Status.CRITICAL, media.health().getStatus());
        assertEquals("before it starts", Status.TEMPORARILY_UNAVAILABLE, new ContainerMediaHealth().execute().getStatus());
    }

    @Test
    public void aFilmThatIsNotUnderstoodIsCritical() {
        byte[] film = ContainerMedia.probe();
        assertEquals(Status.CRITICAL, ContainerMedia.health(Arrays.copyOf(film, 20)).getStatus());
        Arrays.fill(film, 36, 40, (byte) 0x7f);
        assertEquals(Status.CRITICAL, ContainerMedia.health(film).getStatus());
    }
}
