package io.rushline.host.api;

import java.util.List;

/**
 * A module whose signature was checked and that is kept, unread by the framework.
 *
 * @param sha256    of the file, lower-case hexadecimal: its id
 * @param name      its symbolic name
 * @param version   its version
 * @param signer    the subject of the certificate it was signed with, RFC 2253
 * @param sizeBytes of the file
 * @param bundles   {@code symbolic-name version} of each bundle in it
 */
public record CheckedModule(String sha256, String name, String version, String signer, long sizeBytes, List<String> bundles) {
    public CheckedModule {
        bundles = List.copyOf(bundles);
    }
}
