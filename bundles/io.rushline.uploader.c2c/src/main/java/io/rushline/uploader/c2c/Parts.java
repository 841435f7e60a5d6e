package io.rushline.uploader.c2c;

import io.rushline.queue.api.Part;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The parts of one clip that are not acknowledged yet: what is to send, and what is on its way. Engine's thread only. */
final class Parts {

    private final TreeMap<Integer, Part> toSend = new TreeMap<>();
    /** Until the queue has the acknowledgement on disk. */
    private final Map<Integer, Transfer> sending = new LinkedHashMap<>();
    private Integrity integrity = new Integrity();

    private long arrivedBytes;
    private long leftBytes;

    /** Of all parts of the asset, also those that have arrived. */
    Integrity integrity() {
        return integrity;
    }

    void add(List<Part> parts) {
        integrity.planned(parts);
        for (Part part : parts) {
            if (part.acknowledged()) {
                arrivedBytes += part.sizeBytes();
            } else {
                toSend.put(part.number(), part);
                leftBytes += part.sizeBytes();
            }
        }
    }

    boolean anyToSend() {
        return !toSend.isEmpty();
    }

    boolean oneToSend() {
        return toSend.size() == 1;
    }

    boolean anyOnItsWay() {
        return !sending.isEmpty();
    }

    int onTheirWay() {
        return sending.size();
    }

    int onTheirWay(Lane lane) {
        return (int) sending.values().stream().filter(t -> t.lane() == lane).count();
    }

    /** That have arrived, or are being sent. */
    long goodBytes() {
        return arrivedBytes + moving().stream().mapToLong(Transfer::sentBytes).sum();
    }

    boolean anyArrived() {
        return arrivedBytes > 0;
    }

    /** Of the parts that have not arrived. */
    long leftBytes() {
        return leftBytes;
    }

    /** Of the parts that are not on their way. */
    long toSendBytes() {
        return leftBytes - moving().stream().mapToLong(t -> t.part().sizeBytes()).sum();
    }

    /** How large a part is that has not arrived; 0 where all have. */
    long nextBytes() {
        return sending.isEmpty() ? toSend.isEmpty() ? 0 : toSend.firstEntry().getValue().sizeBytes() : sending.values().iterator().next().part().sizeBytes();
    }

    /** Those that have not arrived. */
    List<Part> open() {
        return Stream.concat(moving().stream().map(Transfer::part), toSend.values().stream()).toList();
    }

    /** Everything before this offset was sent or is being sent. */
    long begunTo(long clipBytes) {
        return toSend.isEmpty() ? clipBytes : toSend.firstEntry().getValue().offsetBytes();
    }

    /** The first part that is to send is on its way from now on. */
    Transfer begin(Lane lane, long now) {
        Transfer transfer = new Transfer(toSend.pollFirstEntry().getValue(), lane, now);
        sending.put(transfer.part().number(), transfer);
        return transfer;
    }

    /** The cloud has it; the queue has yet to know. */
    void arrive(Transfer transfer) {
        transfer.arrive();
        arrivedBytes += transfer.part().sizeBytes();
        leftBytes -= transfer.part().sizeBytes();
    }

    /** It is on its way no more; false where it was forgotten already. */
    boolean end(Transfer transfer) {
        return sending.remove(transfer.part().number(), transfer);
    }

    void sendAgain(Part part) {
        toSend.put(part.number(), part);
    }

    /** Nothing more is begun. */
    void beginNoMore() {
        toSend.clear();
    }

    /** As if there had been none. */
    void forget() {
        toSend.clear();
        sending.clear();
        integrity = new Integrity();
        arrivedBytes = 0;
        leftBytes = 0;
    }

    /** Stops what is on its way, at once. */
    void cut() {
        sending.values().forEach(Transfer::cut);
    }

    /** The parts that move now. */
    List<Transfer> moving() {
        return sending.values().stream().filter(t -> !t.arrived()).toList();
    }
}
