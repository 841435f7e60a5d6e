package io.rushline.host.api;

import java.util.Optional;

/**
 * Whether the file of a module that runs is still what it was installed from.
 *
 * @param name    its symbolic name
 * @param version its version
 * @param signer  the subject of the certificate it was signed with, RFC 2253; empty for what ships, which the distribution's own hashes cover
 * @param problem what is wrong and what to do; empty: nothing is
 */
public record Verification(String name, String version, Optional<String> signer, Optional<String> problem) {
}
