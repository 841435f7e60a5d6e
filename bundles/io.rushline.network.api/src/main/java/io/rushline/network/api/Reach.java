package io.rushline.network.api;

/** Whether what is outside answers. */
public enum Reach {
    UNKNOWN, ONLINE, OFFLINE,
    /** The network wants a sign-in first. */
    PORTAL
}
