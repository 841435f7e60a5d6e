package io.rushline.launcher.module;

import java.util.List;
import org.osgi.framework.Version;

/**
 * A checked module in the store.
 *
 * @param sha256 of the signed file: its id
 * @param signer subject of the certificate, RFC 2253
 */
public record ModuleFile(String sha256, String name, Version version, String signer, long sizeBytes, List<BundleFile> bundles) {
    public ModuleFile {
        bundles = List.copyOf(bundles);
    }
}
