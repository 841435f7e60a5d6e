package io.rushline.cloud.http;

import java.nio.file.Path;
import java.util.Optional;

/** The same with native TLS. */
public class NativeRequestTest extends RequestTest {

    @Override
    Tls tls(Optional<Path> trust) throws Exception {
        return nativeTls(trust);
    }
}
