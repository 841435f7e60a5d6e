package io.rushline.channel.c2c;

import io.rushline.auth.api.AccessToken;
import io.rushline.auth.api.AuthException;
import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudSocket;

/** What the channel uses of connector and client; where one of them is away for a moment, that is a {@link CloudException}. Blocks. */
interface Cloud {

    AccessToken token() throws AuthException, CloudException;

    CloudSocket open(String path, String bearer, CloudSocket.Listener listener) throws CloudException;

    Answer call(Call call) throws CloudException;

    /** Has the connector ask what has changed; returns at once. */
    void look();
}
