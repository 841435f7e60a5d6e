package io.rushline.simulator;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be set at the simulator. */
@ObjectClassDefinition(name = "Cloud simulator", description = "A strict Camera to Cloud cloud in the box for demos and tests")
public @interface Settings {

    @AttributeDefinition(description = "Port to listen on; 0 takes any free one, and the same again after a restart while it is free")
    int port() default 0;

    @AttributeDefinition(description = "Address to listen on; 127.0.0.1 is this machine only, 0.0.0.0 every network")
    String host() default "127.0.0.1";

    @AttributeDefinition(description = "Folder for everything that arrives, relative to the home directory")
    String folder() default ".";

    @AttributeDefinition(description = "Client secrets the cloud has issued; a device must present one of them")
    String[] clientSecrets() default "rushline-development";

    @AttributeDefinition(description = "How long a device has to wait between two polls, in seconds")
    int pollIntervalSeconds() default 5;

    @AttributeDefinition(description = "How long a user code can be typed, in seconds")
    int codeLifetimeSeconds() default 120;

    @AttributeDefinition(description = "Recording inputs of a device")
    int channels() default 1;
}
