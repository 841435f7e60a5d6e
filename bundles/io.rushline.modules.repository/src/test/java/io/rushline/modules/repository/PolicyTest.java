package io.rushline.modules.repository;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class PolicyTest {

    @Test
    public void theChannelStandsInTheAddress() {
        Policy policy = policy(Map.of("indexUrl", " https://vendor.example/{channel}/index.xml.gz?x=y ", "channel", "beta"));
        assertEquals(Optional.of(URI.create("https://vendor.example/beta/index.xml.gz?x=y")), policy.index());
        assertEquals("https://vendor.example/beta/index.xml.gz", Policy.shown(policy.index().orElseThrow()));
    }

    @Test
    public void whatIsSetByDefaultCanBeUsed() {
        Policy policy = policy(Map.of());
        assertEquals(Optional.empty(), policy.index());
        assertEquals(List.of(Path.of("/media"), Path.of("/run/media")), policy.media());
        assertEquals(Policy.none().pieceBytes(), policy.pieceBytes());
    }

    @Test
    public void whatCannotBeUsedIsRefusedByName() {
        refused("indexUrl", "http://vendor.example/index.xml");
        refused("indexUrl", "https://user:secret@vendor.example/index.xml");
        refused("indexUrl", "https://a b");
        refused("channel", "../x");
        refused("checkHours", -1);
        refused("pieceBytes", 10);
        refused("behindUploadsBitsPerSecond", 5L);
        refused("limitBitsPerSecond", -5L);
        refused("mediaFolders", "media");
    }

    private static void refused(String setting, Object value) {
        String message = assertThrows(IllegalArgumentException.class, () -> policy(Map.of(setting, value))).getMessage();
        assertTrue(message, message.startsWith(setting) && !message.contains("secret"));
    }

    private static Policy policy(Map<String, Object> set) {
        InvocationHandler values = (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue());
        return Policy.of((Settings) Proxy.newProxyInstance(Settings.class.getClassLoader(), new Class<?>[] {Settings.class}, values), Path.of("/home"));
    }
}
