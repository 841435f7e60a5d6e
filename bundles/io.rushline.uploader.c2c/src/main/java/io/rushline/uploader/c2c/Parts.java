package io.rushline.uploader.c2c;

import io.rushline.queue.api.Part;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parts of one clip that are not acknowledged yet: what is to send, and what is on its way. Engine's thread only. */
final class Parts {

    private final TreeMap<Integer, Part> toSend = new TreeMap<>();
    /** Until the queue has the acknowledgement on disk. */
    private final Map<Integer, Transfer> sending = new LinkedHashMap<>();

    void add(List<Part> parts) {
        parts.stream().filter(p -> !p.acknowledged()).forEach(p -> toSend.put(p.number(), p));
    }

    boolean anyToSend() {
        return !toSend.isEmpty();
    }

    boolean anyOnItsWay() {
        return !sending.isEmpty();
    }

    int onTheirWay() {
        return sending.size();
    }

    /** Everything before this offset was sent or is being sent. */
    long begunTo(long clipBytes) {
        return toSend.isEmpty() ? clipBytes : toSend.firstEntry().getValue().offsetBytes();
    }

    /** The first part that is to send is on its way from now on. */
    Transfer begin(long now) {
        Transfer transfer = new Transfer(toSend.pollFirstEntry().getValue(), now);
        sending.put(transfer.part().number(), transfer);
        return transfer;
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

    void forget() {
        toSend.clear();
        sending.clear();
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
