package io.rushline.uploader.c2c;

/**
 * The kinds of failure and what is done about each (protocol section 7). A failure is first borne in hand, as {@link Trouble} says, as long as
 * its pace allows; after that comes what {@link #then} says.
 */
enum Kind {
    /** No route, DNS, refused, reset, time-out: never counts against the clip. */
    NETWORK(Pace.QUICK, true, Then.POSTPONE),
    /** The certificate is not the cloud's, or not valid at the date of this device. */
    INTERCEPTED(Pace.SLOW, true, Then.POSTPONE),
    /** The network wants a sign-in first. */
    PORTAL(Pace.SLOW, true, Then.POSTPONE),
    /** The cloud is busy or has trouble of its own. */
    PASSING(Pace.QUICK, false, Then.POSTPONE),
    /** The authorisation is not accepted, also after one renewal: waits for the connection. */
    TOKEN(Pace.SLOW, false, Then.POSTPONE),
    /** This device's clock is too wrong for the signatures. */
    CLOCK(Pace.SLOW, false, Then.POSTPONE),
    /** The card, disk or folder that holds the clip is not there now. */
    MEDIA_AWAY(Pace.SLOW, false, Then.POSTPONE),
    /** The file is missing among others; it may have been renamed, which the queue is told of soon. {@link MediaCheck} ends it. */
    MEDIA_MISSING(Pace.SHORT, false, Then.POSTPONE),
    /** The clip is there but cannot be read. */
    UNREADABLE(Pace.QUICK, false, Then.FAIL),
    /** The answer makes no sense; each try may leave an empty asset, so there are few. */
    UNUSABLE(Pace.QUICK, false, Then.FAIL),
    /** The asset cannot be finished any more: a new one, once. */
    ASSET_GONE(Pace.NEVER, false, Then.NEW_ASSET),
    /** What was sent is not what the file holds now: a new asset, once. */
    CHANGED(Pace.NEVER, false, Then.NEW_ASSET),
    /** This clip cannot go up in real time: the asset is given up, if there is one, and it goes up plainly once it is finished. */
    NOT_REALTIME(Pace.NEVER, false, Then.PLAIN),
    /** Refused for good. */
    FINAL(Pace.NEVER, false, Then.FAIL),
    /** The clip itself is gone or another one. */
    MEDIA(Pace.NEVER, false, Then.FAIL),
    /** Refused because of a mistake of ours: loud. */
    OUR_FAULT(Pace.NEVER, false, Then.FAIL),
    /** Something here threw what nobody expected. */
    BUG(Pace.SLOW, false, Then.POSTPONE);

    /** How fast it is tried again. */
    enum Pace {
        /** 1 s at first, up to 60 s. */
        QUICK,
        /** 11 to 20 s. */
        SHORT,
        /** 30 to 60 s. */
        SLOW,
        /** Not at all. */
        NEVER
    }

    /** What is done when it is not borne in hand any more. */
    enum Then {
        POSTPONE, FAIL, NEW_ASSET, PLAIN
    }

    final Pace pace;
    /** It may well hit every clip alike; then all wait in hand, and wake together when network or connection change. */
    final boolean shared;
    final Then then;

    Kind(Pace pace, boolean shared, Then then) {
        this.pace = pace;
        this.shared = shared;
        this.then = then;
    }

    /** The storage itself has answered. */
    boolean ofStorage() {
        return this == PASSING || this == CLOCK || this == ASSET_GONE || this == FINAL || this == OUR_FAULT;
    }

    /** The file is not where it should be, or another one: the queue may know a new path. */
    boolean ofFile() {
        return this == MEDIA || this == MEDIA_AWAY || this == MEDIA_MISSING;
    }
}
