package io.rushline.uploader.c2c;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudClient;
import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudSocket;
import io.rushline.cloud.api.PartUpload;
import io.rushline.cloud.api.Transport;
import io.rushline.network.api.Carrier;
import io.rushline.network.api.Link;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The links to a cloud: parts take time, those that leave from one address share its rate. Parts on fibers. */
final class Roads implements CloudClient {

    private static final double STEP_SECONDS = 0.1;

    private final CloudClient cloud;
    private final Map<InetAddress, Road> roads = new HashMap<>();
    /** By which leaves what is bound to none. */
    private InetAddress main;

    /** One link. */
    static final class Road {
        final Link link;
        final InetAddress address;
        /** 0: it takes all and carries nothing. */
        double bytesPerSecond;
        boolean up = true;
        long carriedBytes;
        int begun;
        final List<String> arrived = new ArrayList<>();
        private int active;

        private Road(String name, int number, double bytesPerSecond) {
            try {
                address = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) number});
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
            link = new Link(name, Link.Kind.OTHER, Link.State.CONNECTED, List.of(address), OptionalLong.empty(), false);
            this.bytesPerSecond = bytesPerSecond;
        }

        Carrier carrier() {
            return carrier(Carrier.When.ALWAYS, Carrier.What.ALL);
        }

        Carrier carrier(Carrier.When when, Carrier.What what) {
            return new Carrier(link.name(), Optional.of(address), when, what);
        }

        private void carry(int bytes) throws IOException {
            try {
                for (double left = bytes; left > 0;) {
                    if (!up) {
                        throw new IOException("connection reset");
                    }
                    double seconds = Math.min(STEP_SECONDS, left * active / bytesPerSecond);
                    double rate = bytesPerSecond / active;
                    Fiber.sleep(Duration.ofNanos((long) (seconds * 1e9)));
                    left -= seconds * rate * 1.000001;
                }
                carriedBytes += bytes;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    Roads(CloudClient cloud) {
        this.cloud = cloud;
    }

    Road build(String name, double bytesPerSecond) {
        Road road = new Road(name, roads.size() + 1, bytesPerSecond);
        roads.put(road.address, road);
        main = main == null ? road.address : main;
        return road;
    }

    @Override
    public Answer put(PartUpload part) throws CloudException {
        Road road = roads.get(part.from().orElse(main));
        if (!road.up) {
            throw FakeCloud.network();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        road.begun++;
        road.active++;
        try {
            part.body().writeTo(new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    road.carry(length);
                    body.write(bytes, offset, length);
                }
            });
        } catch (IOException e) {
            throw new CloudException(CloudException.Code.CUT, "", e);
        } finally {
            road.active--;
        }
        Answer answer = cloud.put(new PartUpload(part.url(), part.contentType(), part.sizeBytes(), out -> out.write(body.toByteArray())));
        road.arrived.add(part.url().getPath());
        return answer;
    }

    @Override
    public URI base() {
        return cloud.base();
    }

    @Override
    public Answer call(Call call) throws CloudException {
        return cloud.call(call);
    }

    @Override
    public CloudSocket open(String path, String bearer, CloudSocket.Listener listener) throws CloudException {
        return cloud.open(path, bearer, listener);
    }

    @Override
    public Transport transport() {
        return cloud.transport();
    }
}
