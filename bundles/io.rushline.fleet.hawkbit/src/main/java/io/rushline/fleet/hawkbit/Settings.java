package io.rushline.fleet.hawkbit;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What an integrator may set. */
@ObjectClassDefinition(name = "Fleet (Eclipse hawkBit)", description = "The update server that rolls modules out to this appliance")
public @interface Settings {

    @AttributeDefinition(name = "Server", description = "Address of the update server, such as https://updates.vendor.com: https only, without user and password. Empty: there is none, and nothing is asked.")
    String serverUrl() default "";

    @AttributeDefinition(name = "Tenant", description = "The server's tenant: letters, digits, dots, dashes, underscores.")
    String tenant() default "DEFAULT";

    @AttributeDefinition(name = "Controller id", description = "What this appliance is called on the server: letters, digits, dots, dashes, underscores, at most 128. Empty: a random one, made once and kept.")
    String controllerId() default "";

    @AttributeDefinition(name = "Authorization", description = "Whether the token is of this appliance alone (TargetToken) or of all appliances of the tenant (GatewayToken).",
            options = {@Option("TargetToken"), @Option("GatewayToken")})
    String authorization() default "TargetToken";

    @AttributeDefinition(name = "Token file", description = "File with the token, relative to the home; at the next start it is kept encrypted and the file deleted. Empty: none is given this way.")
    String tokenFile() default "";

    @AttributeDefinition(name = "Trusted certificates", description = "File with further certificates to trust, in PEM, beside those Java trusts; relative to the home; empty: none.")
    String trustPemFile() default "";

    @AttributeDefinition(name = "Poll every (seconds)", description = "How often the server is asked: 30 to 86400; 0: as the server says, within the same bounds.")
    int pollSeconds() default 0;

    @AttributeDefinition(name = "Metered links", description = "Whether modules are downloaded where the link that is used costs money by the byte; the settings of the downloads must allow it too. "
            + "The server is asked in any case: a few kilobytes.")
    boolean allowMetered() default false;

    @AttributeDefinition(name = "Ask a person", description = "When a person here has to agree to an update: server: when the server demands it; always: always.",
            options = {@Option("server"), @Option("always")})
    String askPerson() default "server";
}
