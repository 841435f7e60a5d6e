package io.rushline.auth.c2c;

/** The cloud's definite no to an auth call: asking again the same way will not help. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;

    /** @param error the cloud's word for it, as in {@code invalid_grant}; empty where it gave none */
    Refusal(int status, String error) {
        super("HTTP " + status + (error.isEmpty() ? "" : " " + error));
        this.status = status;
        this.error = error;
    }

    int status() {
        return status;
    }

    /** The product's secret is wrong: says nothing about our tokens. */
    boolean ofTheProduct() {
        return error.equals("invalid_client") || error.equals("unauthorized_client");
    }

    /** The token that was shown is dead for good (protocol section 2). */
    boolean ofTheToken() {
        return !ofTheProduct() && (status == 401
                || status == 400 && (error.equals("invalid_grant") || error.equals("invalid_request") || error.equals("expired_token")));
    }

    /** The token is good, but what it stands for is gone or closed to us: the device or its project was removed. */
    boolean ofTheDevice() {
        return status == 403 || status == 404 || status == 410;
    }

    /** For people: what happened and what to do. */
    String sentence() {
        if (ofTheProduct()) {
            return "The cloud does not know this product: its client secret is wrong or missing. The vendor has to provision it (setting "
                    + "clientSecretFile).";
        }
        if (error.equals("access_denied")) {
            return "Pairing was refused in Frame.io. Pair again, and allow the device there.";
        }
        return "The cloud refused this device (" + getMessage() + "). Pair again; tell the vendor if it stays so.";
    }
}
