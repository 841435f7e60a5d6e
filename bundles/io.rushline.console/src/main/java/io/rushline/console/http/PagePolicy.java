package io.rushline.console.http;

/** What the console's pages may load and run. */
public interface PagePolicy {

    /** Felix Web Console has scripts and styles inside its pages. */
    String WEB_CONSOLE = "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /** For all but Web Console. */
    String contentSecurityPolicy();
}
