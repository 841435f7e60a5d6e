package io.rushline.network.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Knows the interfaces of this machine: the one with the highest service ranking is believed. Any thread; never blocks. */
@ConsumerType
public interface LinkSource {

    /** All but loopback and virtual ones that lead nowhere, by name. */
    List<Link> links();
}
