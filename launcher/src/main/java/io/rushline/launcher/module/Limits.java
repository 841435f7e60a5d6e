package io.rushline.launcher.module;

/**
 * How large a module may be.
 *
 * @param fileBytes     the file itself
 * @param entries       entries, those of its inner jars included
 * @param inflatedBytes all entries inflated, those of its inner jars included
 * @param textBytes     each of the entries that are held in memory (manifest, signature files), and a jar's directory
 * @param ratio         an entry may inflate to this many times its packed size, and 1 MiB more
 */
record Limits(long fileBytes, int entries, long inflatedBytes, int textBytes, int ratio) {
    static final Limits DEFAULT = new Limits(512L << 20, 20_000, 2L << 30, 8 << 20, 200);
}
