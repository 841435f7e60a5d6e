package io.rushline.fleet.hawkbit;

import io.rushline.modules.api.ModuleDownloads;
import io.rushline.modules.api.Modules;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The services around, each as it is at the moment.
 *
 * @param metered whether downloads must wait since bytes cost money
 * @param closing whether this bundle is being stopped: its successor goes on
 */
record Around(Supplier<Optional<Modules>> modules, Supplier<Optional<ModuleDownloads>> downloads, BooleanSupplier metered, BooleanSupplier closing) {
}
