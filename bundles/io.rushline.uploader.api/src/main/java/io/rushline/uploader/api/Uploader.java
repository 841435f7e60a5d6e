package io.rushline.uploader.api;

import org.osgi.annotation.versioning.ProviderType;

/** What the uploader is doing. Any thread; never blocks. */
@ProviderType
public interface Uploader {

    UploaderStatus status();
}
