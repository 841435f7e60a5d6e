package io.rushline.modules.repository;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an integrator may set. */
@ObjectClassDefinition(name = "Module repository", description = "Where updates of modules come from, and how they are downloaded")
public @interface Settings {

    @AttributeDefinition(name = "Index", description = "Address of the repository's index (OSGi R5 repository XML, may be .xml.gz): https only, without user and password. "
            + "{channel} in it is replaced by the channel. Empty: there is no repository.")
    String indexUrl() default "";

    @AttributeDefinition(name = "Channel", description = "Which line of versions this appliance follows, such as stable or beta: letters, digits, dots, dashes.")
    String channel() default "stable";

    @AttributeDefinition(name = "Check every (hours)", description = "How often the index is read: 1 to 8760; 0: only when somebody asks.")
    int checkHours() default 24;

    @AttributeDefinition(name = "Trusted certificates", description = "File with further certificates to trust, in PEM, beside those Java trusts; relative to the home; empty: none.")
    String trustPemFile() default "";

    @AttributeDefinition(name = "Piece size (bytes)", description = "How much is asked for in one request: 65536 to 67108864.")
    int pieceBytes() default 1_048_576;

    @AttributeDefinition(name = "Behind uploads (bit/s)", description = "What downloads may use while clips go up: 16000 and more; 0: they wait until no clip goes up.")
    long behindUploadsBitsPerSecond() default 1_000_000;

    @AttributeDefinition(name = "Limit (bit/s)", description = "What downloads may use at any time: 16000 and more; 0: no limit.")
    long limitBitsPerSecond() default 0;

    @AttributeDefinition(name = "Metered links", description = "Whether the index is read and modules are downloaded where the link that is used costs money by the byte.")
    boolean allowMetered() default false;

    @AttributeDefinition(name = "Folders of media", description = "Where media that are plugged in appear, separated by commas: absolute paths. A medium with rushline/index.xml "
            + "(or .xml.gz), at most two folders below, offers its modules. Empty: media are not looked at.")
    String mediaFolders() default "/media,/run/media";

    @AttributeDefinition(name = "Install from media", description = "Whether what a medium offers is installed at once when it is plugged in. It must be signed as ever.")
    boolean installFromMedia() default false;
}
