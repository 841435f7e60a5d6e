package io.rushline.simulator;

import java.io.IOException;
import java.util.List;

/** {@code /v2/auth/…}: translates forms for the {@link Authority}. */
final class AuthEndpoints {

    private final Authority authority;

    AuthEndpoints(Authority authority) {
        this.authority = authority;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v2/auth/device/code", x -> Reply.json(authority.deviceCode(x.form(), x.header("x-client-version"), x.authority()))),
                Route.post("/v2/auth/token", x -> Reply.json(authority.token(x.form()))),
                Route.post("/v2/auth/revoke", this::revoke));
    }

    private Reply revoke(Exchange exchange) throws Refusal, IOException {
        authority.revoke(exchange.form());
        return Reply.empty(200);
    }
}
