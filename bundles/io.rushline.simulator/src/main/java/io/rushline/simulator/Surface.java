package io.rushline.simulator;

/** Which face of the cloud a path belongs to: each has its own manners. */
enum Surface {
    /** Is anybody there? */
    HEALTH,
    /** The authorisation server. */
    AUTH,
    /** The API proper. */
    API,
    /** The store behind the upload URLs. */
    UPLOAD,
    /** The live socket. */
    SOCKET,
    /** For tests and demos; no part of the real cloud. */
    CONTROL,
    /** For people. */
    PAGE;

    static Surface of(String path) {
        if (path.equals("/health") || path.equals("/v2/health")) {
            return HEALTH;
        }
        if (path.startsWith("/v2/auth/")) {
            return AUTH;
        }
        if (path.startsWith("/v2/")) {
            return API;
        }
        if (path.startsWith("/upload/")) {
            return UPLOAD;
        }
        if (path.startsWith("/devices/")) {
            return SOCKET;
        }
        return path.startsWith("/_sim/") ? CONTROL : PAGE;
    }

    /** Whether it is part of what is simulated, so that faults and rules apply. */
    boolean simulated() {
        return this != CONTROL && this != PAGE;
    }

    /** Whether calls must name the firmware's version. */
    boolean wantsClientVersion() {
        return this == AUTH || this == API;
    }

    /** A refusal in the words of this face. */
    Refusal refuse(int status, String detail) {
        return switch (this) {
            case AUTH -> Refusal.auth(status, status >= 500 ? "server_error" : "invalid_request", detail);
            case UPLOAD -> Refusal.s3(status, s3Code(status), detail);
            default -> Refusal.api(status, detail);
        };
    }

    private static String s3Code(int status) {
        return switch (status) {
            case 400 -> "RequestTimeout";
            case 403 -> "AccessDenied";
            case 404 -> "NoSuchUpload";
            case 405 -> "MethodNotAllowed";
            case 409 -> "OperationAborted";
            case 503 -> "SlowDown";
            default -> "InternalError";
        };
    }
}
