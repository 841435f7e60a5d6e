package io.rushline.uploader.c2c;

import io.rushline.queue.api.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Which parts of a real-time asset are planned, and which come next, by the {@link PartSchedule}. A part is planned only when a byte behind it is
 * there, or the recording is over: the last one must be called so. Not for several threads.
 */
final class RealtimePlan {

    private int last;
    private long end;
    private boolean first;

    /**
     * @param parts of the asset, as the queue has them; its database may have been edited by hand
     * @param size  of the clip, where it grows no more; otherwise {@link Long#MAX_VALUE}
     * @throws IllegalArgumentException where they are not of the schedule
     */
    static RealtimePlan of(List<Part> parts, long size) {
        RealtimePlan plan = new RealtimePlan();
        for (Part part : parts) {
            int number = part.number();
            boolean follows = number >= 1 && number <= PartPlan.MAX_PARTS
                    && (number == plan.last + 1 || plan.last == 0 && number == 2);
            if (!follows || part.offsetBytes() != PartSchedule.offset(number)) {
                throw new IllegalArgumentException("the parts do not follow one another");
            }
            boolean rest = number == parts.get(parts.size() - 1).number() && part.offsetBytes() + part.sizeBytes() == size;
            if (part.sizeBytes() != PartSchedule.size(number) && !(rest && part.sizeBytes() < PartSchedule.size(number))) {
                throw new IllegalArgumentException("a part has another size than it must have");
            }
            plan.add(List.of(part));
        }
        return plan;
    }

    /** They are on disk. */
    void add(List<Part> parts) {
        for (Part part : parts) {
            first |= part.number() == 1;
            if (part.number() > last) {
                last = part.number();
                end = part.offsetBytes() + part.sizeBytes();
            }
        }
    }

    /** Behind the last planned part. */
    long end() {
        return end;
    }

    /** The highest number so far: once the recording is over and all is planned, that of the final part. */
    int last() {
        return last;
    }

    /** All of a clip that grows no more is planned. */
    boolean covers(long size) {
        return first && end == size;
    }

    /**
     * What may be planned now; nothing where all is, or the schedule is at its end.
     *
     * @param size     bytes that are there
     * @param over     there will be no more
     * @param headLast the first part is kept for the end
     */
    List<Part> next(long size, boolean over, boolean headLast) {
        List<Part> next = new ArrayList<>();
        if (over && !first) {
            next.add(upTo(1, size));
        }
        for (int number = following(over || headLast); number <= PartPlan.MAX_PARTS && PartSchedule.offset(number) < size; number++) {
            Part part = upTo(number, size);
            if (!over && part.offsetBytes() + part.sizeBytes() == size) {
                break;
            }
            next.add(part);
        }
        return next;
    }

    /** How large the clip must be for the next part to be planned while it grows. */
    long wantsBytes(boolean headLast) {
        int number = Math.min(following(headLast), PartPlan.MAX_PARTS);
        return PartSchedule.offset(number) + PartSchedule.size(number) + 1;
    }

    private int following(boolean headLast) {
        return last == 0 && headLast ? 2 : last + 1;
    }

    private static Part upTo(int number, long size) {
        long offset = PartSchedule.offset(number);
        return Part.toSend(number, offset, Math.min(PartSchedule.size(number), size - offset));
    }
}
