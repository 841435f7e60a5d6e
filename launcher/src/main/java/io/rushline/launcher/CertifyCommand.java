package io.rushline.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rushline certify}. */
@Command(name = "certify", description = "Walks the integrator checklist (comes with a later version).")
final class CertifyCommand implements Callable<Integer> {

    @Option(names = "--cloud", paramLabel = "URL")
    private URI cloud;

    @Option(names = "--report", paramLabel = "FILE")
    private Path report;

    @Override
    public Integer call() {
        throw new CommandException("'certify' is not there yet; it comes with a later version.");
    }
}
