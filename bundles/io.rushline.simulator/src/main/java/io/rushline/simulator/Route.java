package io.rushline.simulator;

import java.io.IOException;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;

/** A method and a path, and what answers there. */
record Route(String method, UriTemplatePathSpec path, Endpoint endpoint) {

    /** Answers one request; blocks as long as it takes. */
    @FunctionalInterface
    interface Endpoint {
        Reply serve(Exchange exchange) throws Refusal, IOException, InterruptedException;
    }

    static Route get(String path, Endpoint endpoint) {
        return new Route("GET", new UriTemplatePathSpec(path), endpoint);
    }

    static Route post(String path, Endpoint endpoint) {
        return new Route("POST", new UriTemplatePathSpec(path), endpoint);
    }

    static Route put(String path, Endpoint endpoint) {
        return new Route("PUT", new UriTemplatePathSpec(path), endpoint);
    }

    static Route delete(String path, Endpoint endpoint) {
        return new Route("DELETE", new UriTemplatePathSpec(path), endpoint);
    }
}
