package io.rushline.network.nm;

import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import java.util.Optional;

/** What NetworkManager's reasons and errors mean to people (NMDeviceStateReason, NMActiveConnectionStateReason, errors of its D-Bus API). */
final class Reasons {

    /** NMDeviceStateReason: nothing to tell, or what a person wanted. */
    static final int NONE = 0;
    static final int SHARED_FAILED = 19;
    static final int USER_REQUESTED = 39;

    private Reasons() {
    }

    /** Why a device fell back from joining. */
    static Code ofDevice(long reason) {
        return switch ((int) reason) {
            case 5, 6, 15, 16, 17, 20, 21, 22, 64 -> Code.NO_ADDRESS; // IP configuration, DHCP, its end, automatic addresses, one that is taken
            case 7, 8, 10, 11 -> Code.WRONG_LOGIN; // no secrets left to try, or the supplicant gave up
            case 3, 36, 43, 67 -> Code.ADAPTER_GONE; // unmanaged, removed, Bluetooth's end, peer gone
            case 25, 40 -> Code.NO_CARRIER;
            case 53 -> Code.NOT_FOUND;
            default -> Code.FAILED;
        };
    }

    /** Why an active connection ended, where its device does not say better. */
    static Code ofActive(long reason) {
        return switch ((int) reason) {
            case 5 -> Code.NO_ADDRESS;
            case 6, 7 -> Code.TIMEOUT;
            case 9, 10 -> Code.WRONG_LOGIN;
            case 11 -> Code.UNKNOWN;
            case 13, 14 -> Code.ADAPTER_GONE;
            default -> Code.FAILED;
        };
    }

    /** NetworkManager's own words, for what has no code of ours. */
    static String words(long reason) {
        return switch ((int) reason) {
            case 4 -> "the device could not be configured";
            case 9 -> "the Wi-Fi's settings were not taken by the system's supplicant";
            case 12, 13, 14 -> "the provider's connection (PPP) failed";
            case 18, SHARED_FAILED -> "addresses cannot be given to others, for which the system needs dnsmasq";
            case 23, 24, 26, 27, 28, 57 -> "the modem failed";
            case 29 -> "the modem's access point name (APN) was not taken";
            case 30, 32, 33 -> "the modem found no network";
            case 31 -> "the mobile network refused the SIM";
            case 34, 46, 47, 59 -> "the SIM wants a PIN";
            case 35 -> "the device's firmware is missing";
            case 37 -> "the system sleeps";
            case 38 -> "the profile was removed";
            case 45, 48 -> "there is no usable SIM in the modem";
            case 50, 54 -> "another connection it needs failed";
            case 52 -> "the modem service does not run";
            case 60 -> "another connection took its place";
            case 65 -> "the way of addressing is not supported here";
            default -> "reason " + reason;
        };
    }

    /** One sentence about a link whose last try failed. */
    static Optional<String> trouble(long reason) {
        if (reason == NONE || reason == USER_REQUESTED) {
            return Optional.empty();
        }
        Code code = ofDevice(reason);
        if (code != Code.FAILED) {
            return Optional.of(code.what + " " + code.todo);
        }
        String words = words(reason);
        return Optional.of(Character.toUpperCase(words.charAt(0)) + words.substring(1) + ": " + (words.contains("SIM") || words.contains("modem")
                ? "check the modem, its SIM and its aerial." : "join the network again; look at the log if it stays so."));
    }

    /** What a failed call means. */
    static NetworkException of(BusException failed) {
        return new NetworkException(code(failed), failed.error().equals(BusException.NO_ANSWER) ? "" : failed.getMessage(), failed);
    }

    private static Code code(BusException failed) {
        return switch (failed.kind()) {
            case BusException.NO_ANSWER, "ServiceUnknown", "NameHasNoOwner", "NoReply", "Disconnected", "Timeout", "TimedOut" -> Code.UNAVAILABLE;
            case "PermissionDenied", "AccessDenied", "AuthFailed", "AuthorizationFailed", "NotAuthorized", "InteractiveAuthorizationRequired" -> Code.REFUSED;
            case "UnknownObject", "UnknownDevice", "ConnectionNotFound" -> Code.UNKNOWN;
            case "InvalidProperty", "MissingProperty", "InvalidSetting", "MissingSetting", "InvalidConnection", "SettingNotFound", "PropertyNotFound" ->
                Code.BAD_SETTINGS;
            default -> Code.FAILED;
        };
    }
}
