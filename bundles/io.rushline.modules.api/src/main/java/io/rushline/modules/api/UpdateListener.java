package io.rushline.modules.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told of updates; register it as a service. */
@ConsumerType
public interface UpdateListener {

    /** This update has changed. Called in a thread of the modules' provider, one call at a time: return quickly. */
    void changed(Update update);
}
