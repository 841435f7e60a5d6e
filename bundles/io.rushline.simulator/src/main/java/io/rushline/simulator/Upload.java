package io.rushline.simulator;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.BufferUtil;

/** Takes the PUTs to upload URLs: straight to disk, and a part counts only when it is whole. */
final class Upload {

    /** The PUT was cut off on purpose. Quiet: Jetty would log the upload URL otherwise. */
    static final class Cut extends IOException implements QuietException {
        private static final long serialVersionUID = 1L;

        Cut() {
            super("The simulator was told to cut this PUT off");
        }
    }

    /** Jetty hands out 16 KiB at a time: far too little for one write. */
    private static final int BUFFER = 256 << 10;

    private final AssetStore assets;
    private final UploadUrls urls;
    private final Faults faults;

    Upload(AssetStore assets, UploadUrls urls, Faults faults) {
        this.assets = assets;
        this.urls = urls;
        this.faults = faults;
    }

    List<Route> routes() {
        return List.of(Route.put("/upload/{asset}/{part}", this::put), Route.put("/_sim/speed", this::drop));
    }

    private Reply put(Exchange exchange) throws Refusal, IOException, InterruptedException {
        urls.check(exchange);
        faults.beforePut();
        AssetFolder asset = assets.find(exchange.path("asset")).orElseThrow(Upload::noSuchUpload);
        int number = Integer.parseInt(exchange.path("part")); // signed, hence ours
        Long expected = asset.asset().parts().get(number);
        if (expected == null) {
            throw noSuchUpload();
        }
        checkLength(exchange.request(), expected);
        Optional<Path> incoming = assets.sink() ? Optional.empty() : Optional.of(asset.incoming(number));
        try {
            Body body = receive(exchange.request(), incoming);
            keep(asset, number, incoming, body);
            if (body.dropped()) {
                throw new Cut();
            }
            if (body.bytes() < expected) {
                throw Refusal.s3(400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header")
                        .ordinary();
            }
        } finally {
            if (incoming.isPresent()) {
                Files.deleteIfExists(incoming.get());
            }
        }
        return Reply.empty(200);
    }

    /** Of a speed test. */
    private Reply drop(Exchange exchange) throws IOException, InterruptedException {
        if (receive(exchange.request(), Optional.empty()).dropped()) {
            throw new Cut();
        }
        return Reply.empty(200);
    }

    private void keep(AssetFolder asset, int number, Optional<Path> incoming, Body body) throws IOException {
        if (body.bytes() < asset.asset().parts().get(number)) {
            asset.count(Traffic.cutOff(body.bytes()));
        } else {
            asset.store(number, incoming);
            assets.assembleIfWhole(asset);
        }
    }

    private static Refusal noSuchUpload() {
        return Refusal.s3(404, "NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or it may have been aborted.");
    }

    private static void checkLength(Request request, long expected) throws Refusal {
        long length = request.getLength();
        if (length < 0) {
            throw Refusal.s3(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        }
        if (length < expected) {
            throw Refusal.s3(400, "EntityTooSmall", "This part must have " + expected + " bytes, not " + length);
        }
        if (length > expected) {
            throw Refusal.s3(400, "EntityTooLarge", "This part must have " + expected + " bytes, not " + length);
        }
    }

    /** How much came, and whether it ended because it was to be dropped. */
    private record Body(long bytes, boolean dropped) { }

    /** @param file where the bytes go; empty: nowhere */
    private Body receive(Request request, Optional<Path> file) throws IOException, InterruptedException {
        OptionalLong drop = faults.takeDrop();
        long end = Math.min(drop.orElse(Long.MAX_VALUE), request.getLength());
        long bytes = 0;
        try (OutputStream out = file.isEmpty() ? OutputStream.nullOutputStream() : write(file.get())) {
            while (true) {
                Content.Chunk chunk = next(request);
                if (Content.Chunk.isFailure(chunk)) {
                    return new Body(bytes, false);
                }
                int size = chunk.remaining();
                try {
                    faults.pace(size);
                    if (file.isPresent()) {
                        BufferUtil.writeTo(chunk.getByteBuffer(), out);
                    }
                } finally {
                    chunk.release();
                }
                bytes += size;
                if (bytes >= end && drop.isPresent() || chunk.isLast()) {
                    return new Body(bytes, drop.isPresent());
                }
            }
        }
    }

    private static OutputStream write(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), BUFFER);
    }

    private static Content.Chunk next(Request request) throws IOException {
        Content.Chunk chunk = request.read();
        while (chunk == null) {
            try (Blocker.Runnable content = Blocker.runnable()) {
                request.demand(content);
                content.block();
            }
            chunk = request.read();
        }
        return chunk;
    }
}
