package io.rushline.cloud.http;

import java.nio.file.Path;
import java.util.Optional;

/** The same with native TLS. */
public class NativeFailureTest extends FailureTest {

    @Override
    Tls tls(Optional<Path> trust) throws Exception {
        return nativeTls(trust);
    }
}
