package io.rushline.network;

import io.rushline.network.api.Link;
import io.rushline.network.api.LinkRule;
import io.rushline.network.api.LinkRule.Carries;
import io.rushline.network.api.LinkRule.Share;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** What networks are for and what they have carried, in two files: counting is written often, and what it may do to its file does no harm to the rules. */
final class Ledger implements Wishes {

    /** Tells a person. */
    interface Warner {
        void warn(String code, String what, String todo);
    }

    static final Duration BETWEEN_WRITES = Duration.ofSeconds(60);

    private static final System.Logger LOG = System.getLogger(Ledger.class.getName());

    private final StateFile rulesFile;
    private final StateFile carriedFile;
    private final Counters counters;
    private final LongSupplier nanos;
    private final Warner warner;

    private volatile Map<String, LinkRule> rules = Map.of();
    private volatile Map<String, Long> carriedBytes = Map.of();
    private volatile Map<String, String> networks = Map.of();
    private volatile Runnable listener = () -> { };

    // guarded by this
    private Carried carried;
    private Set<String> usedUp = Set.of();
    private Map<String, String> written;
    private long writtenAt;
    private boolean unwritable;
    private boolean rulesRead;
    private boolean carriedRead;

    /** @param nanos a clock that does not jump */
    Ledger(Path folder, Counters counters, LongSupplier nanos, Warner warner) {
        this.rulesFile = new StateFile(folder.resolve("rules.properties"));
        this.carriedFile = new StateFile(folder.resolve("carried.properties"));
        this.counters = counters;
        this.nanos = nanos;
        this.warner = warner;
        carried = new Carried(counters, Map.of());
        writtenAt = nanos.getAsLong();
        change(() -> { });
        if (!rulesRead || !carriedRead) {
            LOG.log(System.Logger.Level.WARNING, "what networks are for, or what they have carried, cannot be read; it is tried again at each look");
        }
    }

    /** @param next called when other links may carry clips than before, on any thread */
    void whenChanged(Runnable next) {
        listener = next;
    }

    Map<String, LinkRule> rules() {
        return rules;
    }

    Map<String, Long> carriedBytes() {
        return carriedBytes;
    }

    @Override
    public LinkRule rule(Link link) {
        return Optional.ofNullable(rules.get(network(link))).orElseGet(() -> LinkRule.standard(link.metered()));
    }

    @Override
    public boolean usedUp(Link link) {
        return usedUp(network(link), rule(link));
    }

    @Override
    public boolean restrict() {
        return rules.entrySet().stream().anyMatch(each -> each.getValue().carries() != Carries.ALL || usedUp(each.getKey(), each.getValue()));
    }

    String network(Link link) {
        return Carried.network(link, networks);
    }

    private boolean usedUp(String network, LinkRule rule) {
        return rule.monthlyBytes().isPresent() && carriedBytes.getOrDefault(network, 0L) >= rule.monthlyBytes().getAsLong();
    }

    /** @param rule empty: the standard */
    void set(String network, Optional<LinkRule> rule) {
        synchronized (this) {
            read();
            if (!rulesRead) {
                throw new UncheckedIOException(new IOException(rulesFile.path() + " cannot be read, and nothing is written over it"));
            }
            Map<String, LinkRule> next = new TreeMap<>(rules);
            rule.ifPresentOrElse(wanted -> next.put(network, wanted), () -> next.remove(network));
            if (next.equals(rules)) {
                return;
            }
            try {
                rulesFile.write(next.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> text(each.getValue()))));
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
            rules = Map.copyOf(next);
            usedUp = usedUpNow();
        }
        listener.run();
    }

    void look(List<Link> links) {
        change(() -> carried.look(links));
    }

    void month(ZonedDateTime told) {
        change(() -> carried.month(YearMonth.from(told)));
    }

    private void change(Runnable counting) {
        boolean others;
        synchronized (this) {
            Map<String, LinkRule> before = rules;
            read();
            counting.run();
            carriedBytes = carried.bytes();
            networks = carried.networks();
            Set<String> now = usedUpNow();
            others = !now.equals(usedUp) || !rules.equals(before);
            usedUp = now;
            if (others || nanos.getAsLong() - writtenAt >= BETWEEN_WRITES.toNanos()) {
                save();
            }
        }
        if (others) {
            listener.run();
        }
    }

    /** What the disk did not give before: until it does, the standard holds, and nothing is written over it. */
    private void read() {
        if (!rulesRead) {
            read(rulesFile, Ledger::parse, "network-rules.damaged", "What each network is for was damaged on the disk, and is forgotten.",
                    "Set anew what metered networks may carry: by now they stand in for others without a limit.").ifPresent(found -> {
                        rules = found;
                        rulesRead = true;
                    });
        }
        if (!carriedRead) {
            read(carriedFile, table -> new Carried(counters, table), "network-count.damaged", "What each network has carried this month was damaged on the disk: counting begins anew.",
                    "Lower the budgets of this month by what your provider says was used.").ifPresent(found -> {
                        carried = found;
                        written = found.table();
                        carriedRead = true;
                    });
        }
    }

    synchronized void save() {
        if (!carriedRead) {
            return;
        }
        Map<String, String> table = carried.table();
        writtenAt = nanos.getAsLong();
        if (table.equals(written)) {
            return;
        }
        try {
            carriedFile.write(table);
            written = table;
            unwritable = false;
        } catch (IOException failed) {
            if (!unwritable) {
                LOG.log(System.Logger.Level.WARNING, "what networks have carried cannot be written; it is tried again each minute", failed);
            }
            unwritable = true;
        }
    }

    private Set<String> usedUpNow() {
        return rules.entrySet().stream().filter(each -> usedUp(each.getKey(), each.getValue())).map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    /** Empty where the disk does not give it. What is damaged is put aside and told, and is as if it were not there. */
    private <T> Optional<T> read(StateFile file, Function<Map<String, String>, T> parse, String code, String what, String todo) {
        try {
            return Optional.of(parse.apply(file.read()));
        } catch (IOException unreadable) {
            LOG.log(System.Logger.Level.DEBUG, file.path() + " cannot be read", unreadable);
            return Optional.empty();
        } catch (RuntimeException damaged) {
            try {
                LOG.log(System.Logger.Level.ERROR, file.path() + " is damaged; it is now " + file.setAside(), damaged);
            } catch (IOException also) {
                damaged.addSuppressed(also);
                LOG.log(System.Logger.Level.ERROR, file.path() + " is damaged", damaged);
            }
            warner.warn(code, what, todo);
            return Optional.of(parse.apply(Map.of()));
        }
    }

    private static Map<String, LinkRule> parse(Map<String, String> table) {
        Map<String, LinkRule> rules = new TreeMap<>();
        table.forEach((network, words) -> {
            String[] word = words.split(" ");
            try {
                rules.put(network, new LinkRule(Share.valueOf(word[0]), Carries.valueOf(word[1]),
                        word.length > 2 ? OptionalLong.of(Long.parseLong(word[2])) : OptionalLong.empty()));
            } catch (IllegalArgumentException unknown) { // of a later version
                LOG.log(System.Logger.Level.WARNING, "The standard holds for network " + network + ": its rule is none that is known", unknown);
            }
        });
        return Map.copyOf(rules);
    }

    private static String text(LinkRule rule) {
        return rule.share() + " " + rule.carries() + (rule.monthlyBytes().isPresent() ? " " + rule.monthlyBytes().getAsLong() : "");
    }
}
