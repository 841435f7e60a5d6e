package io.rushline.modules;

import static org.junit.Assert.assertEquals;

import io.rushline.modules.Picture.Check;
import io.rushline.modules.Picture.Grade;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

public class ComparisonTest {

    private static final Picture BEFORE = new Picture(Map.of(), true, List.of(new Check("Of a recorder", "com.example.recorder", Grade.GOOD, "")));
    private static final Picture AFTER = new Picture(Map.of(), true, List.of());

    @Test
    public void theCheckOfABundleThatTheUpdateTakesAwayIsNotMissed() {
        assertEquals(List.of(), new Comparison(BEFORE).findings(AFTER, Set.of(), Set.of("com.example.recorder")));
    }

    @Test
    public void theCheckOfAnotherBundleIsMissed() {
        assertEquals(List.of("health check Of a recorder"), new Comparison(BEFORE).findings(AFTER, Set.of(), Set.of("com.example.other")).stream().map(Finding::name).toList());
    }
}
