package io.rushline.modules.api;

/**
 * Who asks.
 *
 * @param via  by which way
 * @param name the account, file, server or action; without secrets
 */
public record Actor(Via via, String name) {

    /** The ways. */
    public enum Via {
        /** A person in the console, or a program by its REST API. */
        CONSOLE,
        /** The command. */
        CTL,
        /** A file that was put into the modules' drop folder. */
        FOLDER,
        /** A repository, asked by its schedule. */
        REPOSITORY,
        /** A medium that was plugged in. */
        USB,
        /** A fleet's server. */
        FLEET,
        /** The appliance by itself. */
        SELF
    }
}
