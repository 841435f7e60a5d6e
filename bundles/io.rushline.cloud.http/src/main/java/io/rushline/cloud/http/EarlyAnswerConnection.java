package io.rushline.cloud.http;

import io.rushline.cloud.api.PartUpload;
import java.io.IOException;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection that takes an answer given before the request has gone out whole: a store that refuses a part says so at once and hangs up,
 * and that answer, not the broken pipe, is what the caller needs to know.
 */
final class EarlyAnswerConnection extends DefaultManagedHttpClientConnection {

    private boolean answeredEarly;

    EarlyAnswerConnection(String id, Http1Config config) {
        super(id, null, null, config, null, null,
                (request, connection, in, sent, next) -> ((EarlyAnswerConnection) connection).answerWaits(), null, null);
    }

    @Override
    public void sendRequestEntity(ClassicHttpRequest request) throws HttpException, IOException {
        try {
            super.sendRequestEntity(request);
        } catch (PartUpload.BodyException body) {
            throw body;
        } catch (IOException broken) {
            try {
                answeredEarly = isDataAvailable(Timeout.ONE_MILLISECOND);
            } catch (IOException nothingToRead) {
                broken.addSuppressed(nothingToRead);
            }
            if (!answeredEarly) {
                throw broken;
            }
        }
    }

    @Override
    public void flush() throws IOException {
        if (!answeredEarly) {
            super.flush();
        }
    }

    @Override
    public boolean isConsistent() {
        return !answeredEarly && super.isConsistent();
    }

    /** Costs a system call where nothing came; what came may also be TLS's own, and is then read away. */
    private boolean answerWaits() throws IOException {
        SocketHolder holder = getSocketHolder();
        return holder != null && holder.getBaseSocket().getInputStream().available() > 0 && isDataAvailable(Timeout.ONE_MILLISECOND);
    }
}
