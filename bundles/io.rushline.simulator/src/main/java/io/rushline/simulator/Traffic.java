package io.rushline.simulator;

/**
 * Bytes of PUT bodies that came in.
 *
 * @param received all
 * @param twice    of these, the ones of parts that were stored already
 * @param inVain   of these, the ones of PUTs that were cut off
 */
record Traffic(long received, long twice, long inVain) {

    static final Traffic NONE = new Traffic(0, 0, 0);

    Traffic plus(Traffic other) {
        return new Traffic(received + other.received, twice + other.twice, inVain + other.inVain);
    }

    static Traffic stored(long bytes) {
        return new Traffic(bytes, 0, 0);
    }

    static Traffic again(long bytes) {
        return new Traffic(bytes, bytes, 0);
    }

    static Traffic cutOff(long bytes) {
        return new Traffic(bytes, 0, bytes);
    }
}
