package io.rushline.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the kernel has counted of each interface. */
interface Counters {

    /**
     * One interface's counters.
     *
     * @param index of the interface: an adapter that is plugged in again has another one
     * @param bytes both ways together, since it is there
     */
    record Counter(int index, long bytes) {
    }

    /** Empty where it is gone, or nobody counts. */
    Optional<Counter> of(String link);

    /** Of this start of the system: another one has counted from 0. */
    String boot();

    /** Linux's own ({@code Documentation/ABI/testing/sysfs-class-net-statistics}). */
    static Counters system() {
        Path sys = Path.of("/sys/class/net");
        return new Counters() {
            @Override
            public Optional<Counter> of(String link) {
                try {
                    Path of = sys.resolve(link);
                    return Optional.of(new Counter((int) number(of.resolve("ifindex")), number(of.resolve("statistics/rx_bytes")) + number(of.resolve("statistics/tx_bytes"))));
                } catch (IOException | RuntimeException gone) {
                    return Optional.empty();
                }
            }

            @Override
            public String boot() {
                try {
                    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
                } catch (IOException notLinux) {
                    return "";
                }
            }

            private static long number(Path file) throws IOException {
                return Long.parseLong(Files.readString(file).strip());
            }
        };
    }
}
