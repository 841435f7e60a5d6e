package io.rushline.network.nm;

/** NetworkManager's names and numbers (its D-Bus API reference, 1.42). */
final class Nm {

    static final String NAME = "org.freedesktop.NetworkManager";
    static final String ROOT = "/org/freedesktop";
    static final String PATH = "/org/freedesktop/NetworkManager";
    static final String SETTINGS_PATH = PATH + "/Settings";
    static final String NOWHERE = "/";

    static final String PROPERTIES = "org.freedesktop.DBus.Properties";
    static final String OBJECTS = "org.freedesktop.DBus.ObjectManager";
    static final String MANAGER = NAME;
    static final String SETTINGS = NAME + ".Settings";
    static final String CONNECTION = SETTINGS + ".Connection";
    static final String ACTIVE = NAME + ".Connection.Active";
    static final String DEVICE = NAME + ".Device";
    static final String WIRED = DEVICE + ".Wired";
    static final String WIRELESS = DEVICE + ".Wireless";
    static final String ACCESS_POINT = NAME + ".AccessPoint";
    static final String IP4 = NAME + ".IP4Config";
    static final String IP6 = NAME + ".IP6Config";
    static final String CHECKPOINT = NAME + ".Checkpoint";

    /** NMDeviceState. */
    static final int UNMANAGED = 10;
    static final int UNAVAILABLE = 20;
    static final int DISCONNECTED = 30;
    static final int NEED_AUTH = 60;
    static final int IP_CONFIG = 70;
    static final int ACTIVATED = 100;
    static final int DEACTIVATING = 110;
    static final int FAILED = 120;

    /** NMDeviceCapabilities. */
    static final int CARRIER_DETECT = 0x2;

    /** NMDeviceWifiCapabilities, NM80211Mode. */
    static final int CAN_BE_ACCESS_POINT = 0x40;
    static final int MODE_ACCESS_POINT = 3;

    /** NMActiveConnectionState. */
    static final int ACTIVE_ACTIVATED = 2;
    static final int ACTIVE_DEACTIVATED = 4;

    /** NMActivationStateFlags: somebody else configured it, NetworkManager only looks on. */
    static final int ACTIVE_EXTERNAL = 0x80;

    /** NMSettingsConnectionFlags: made for one activation only, or to show what somebody else configured. */
    static final int CONNECTION_NOT_KEPT = 0x4 | 0x8;

    /** NMSettingsConnectionFlags: made by NetworkManager itself for a cable that is in no profile. */
    static final int CONNECTION_GENERATED = 0x2;

    private Nm() {
    }
}
