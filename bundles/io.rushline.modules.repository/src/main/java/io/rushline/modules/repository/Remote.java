package io.rushline.modules.repository;

import io.rushline.modules.repository.Https.Answer;
import io.rushline.modules.repository.Index.Referral;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/** Reads an index over HTTPS, and those it refers to, two deep. */
final class Remote {

    private static final int MOST_DEPTH = 2;
    private static final int MOST_INDEXES = 16;

    private final Supplier<Https> https;
    private final IndexReader reader;

    Remote(Supplier<Https> https, IndexReader reader) {
        this.https = https;
        this.reader = reader;
    }

    /**
     * @param stop it has taken too long, or must not go on
     * @throws BadIndex the index itself; what it refers to is left out instead
     */
    Index read(URI address, BooleanSupplier stop) throws BadIndex, InterruptedException {
        Index first = one(address, stop);
        List<Offered> modules = new ArrayList<>(first.modules());
        List<String> leftOut = new ArrayList<>(first.leftOut());
        Set<URI> seen = new HashSet<>(Set.of(address));
        Deque<Referral> open = new ArrayDeque<>(within(first.referrals(), MOST_DEPTH));
        while (!open.isEmpty() && seen.size() < MOST_INDEXES) {
            Referral next = open.remove();
            if (!"https".equalsIgnoreCase(next.address().getScheme()) || next.address().getHost() == null || next.address().getRawUserInfo() != null) {
                leftOut.add("A referral that is not https.");
            } else if (seen.add(next.address())) {
                try {
                    Index more = one(next.address(), stop);
                    modules.addAll(more.modules());
                    leftOut.addAll(more.leftOut());
                    open.addAll(within(more.referrals(), next.depth() - 1));
                } catch (BadIndex bad) {
                    leftOut.add(Policy.shown(next.address()) + ": " + bad.getMessage());
                }
            }
            if (modules.size() > IndexParse.MOST_RESOURCES) {
                throw new BadIndex("This index and those it refers to have more than " + IndexParse.MOST_RESOURCES + " modules.");
            }
        }
        return new Index(modules, List.of(), leftOut);
    }

    private static List<Referral> within(List<Referral> referrals, int depth) {
        return referrals.stream().map(one -> new Referral(one.address(), Math.min(one.depth(), depth))).filter(one -> one.depth() > 0).toList();
    }

    private Index one(URI address, BooleanSupplier stop) throws BadIndex, InterruptedException {
        Https own = https.get();
        try (Answer answer = own.get(address, Map.of(), Map.of(), stop)) {
            if (answer.status() != 200) {
                throw new BadIndex("The repository answers with status " + answer.status() + ".");
            }
            return reader.read(answer.from(), answer.body().stream(own.silence(), stop));
        } catch (Https.RefusedException redirect) {
            throw new BadIndex(redirect.getMessage(), redirect);
        } catch (SSLException unknown) {
            throw new BadIndex("The repository cannot prove who it is, or the network wants a sign-in first.", unknown);
        } catch (IOException network) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException().initCause(network);
            }
            throw new BadIndex("The repository does not answer, or its answer was cut off.", network);
        }
    }
}
