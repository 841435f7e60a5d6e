package io.rushline.network.nm;

import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.LinkRule;
import io.rushline.network.api.LinkRules;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.Profile;
import io.rushline.network.api.Profile.Draft;
import io.rushline.network.api.ProfileFile;
import io.rushline.network.api.ProfileFile.Entry;
import io.rushline.network.api.ProfileFile.Outcome;
import io.rushline.network.api.Secret;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes known networks along to another device, one by one: what is wrong with one is no reason to leave others. */
final class Transfer {

    /** What is done with one network. */
    private interface Step {
        Entry run() throws NetworkException, BusException;
    }

    private static final System.Logger LOG = System.getLogger(Transfer.class.getName());
    private static final int VERSION = 1;
    private static final String NETWORKS = "networks";
    /** That of what NetworkManager makes by itself, which stays the last. */
    private static final int LAST = -999;

    private final Caller nm;
    private final Supplier<Optional<LinkRules>> rules;
    private final int iterations;
    private final KeptLogins logins;

    /**
     * @param rules      empty while nobody keeps any
     * @param iterations of a file's passphrase
     */
    Transfer(Caller nm, Supplier<Optional<LinkRules>> rules, int iterations) {
        this.nm = nm;
        this.rules = rules;
        this.iterations = iterations;
        this.logins = new KeptLogins(nm);
    }

    /** What NetworkManager makes of a cable by itself is left out: it does so on the other device, too. */
    ProfileFile exported(Secret passphrase) throws NetworkException, BusException {
        SealedFile.check(passphrase);
        Snapshot now = Snapshot.read(nm);
        Map<String, LinkRule> kept = rules.get().map(LinkRules::rules).orElse(Map.of());
        List<Map<String, Object>> networks = new ArrayList<>();
        List<Entry> told = new ArrayList<>();
        for (Known known : Known.all(nm, now)) {
            Profile profile = known.profile();
            if ((now.get(known.path(), Nm.CONNECTION).number("Flags", 0) & Nm.CONNECTION_GENERATED) == 0) {
                told.add(told(profile.name(), () -> {
                    Draft draft = draft(known);
                    Drafts.check(draft, List.of());
                    networks.add(ProfileEntry.of(draft, Optional.ofNullable(kept.get(profile.id()))));
                    return new Entry(profile.name(), Outcome.TAKEN, "", "");
                }));
            }
        }
        return new ProfileFile(SealedFile.seal(Map.of("version", VERSION, NETWORKS, limited(networks)), passphrase, iterations), told);
    }

    private Draft draft(Known known) throws NetworkException, BusException {
        Profile profile = known.profile();
        if (profile.kind() == Kind.MODEM && !known.settings().group(ConnectionSettings.MODEM).flag("auto-config", false)) {
            throw new NetworkException(Code.NOT_PORTABLE, "its access point name (APN) was set by hand", null);
        }
        return new Draft(Optional.empty(), profile.name(), profile.kind(), Optional.empty(), profile.wifi(), logins.of(known), profile.addressing(), profile.autoJoin(),
                profile.preference(), profile.metered());
    }

    /** The networks in a file of {@link #exported}. */
    static List<Props> opened(String file, Secret passphrase) throws NetworkException {
        Props content = SealedFile.open(file, passphrase);
        List<Props> networks = content.maps(NETWORKS);
        if (!content.has("version")) {
            throw new NetworkException(Code.BAD_FILE);
        }
        if (content.number("version", 0) != VERSION) {
            throw new NetworkException(Code.OTHER_VERSION);
        }
        return limited(networks);
    }

    private static <T> List<T> limited(List<T> networks) throws NetworkException {
        if (networks.size() > ProfileFile.LIMIT_NETWORKS) {
            throw new NetworkException(Code.TOO_LARGE);
        }
        return networks;
    }

    List<Entry> imported(List<Props> networks) throws NetworkException, BusException {
        List<Profile> known = new ArrayList<>(Known.profiles(Known.all(nm, Snapshot.read(nm))));
        List<Entry> told = new ArrayList<>();
        int preference = known.stream().mapToInt(Profile::preference).filter(each -> each > LAST).min().orElse(1);
        for (Props entry : networks) {
            int next = Math.max(preference - 1, LAST + 1);
            Entry one = told(entry.text("name").orElse(""), () -> add(entry, next, known));
            told.add(one);
            preference = one.outcome() == Outcome.TAKEN ? next : preference;
        }
        return told;
    }

    private Entry add(Props entry, int preference, List<Profile> known) throws NetworkException, BusException {
        Draft draft = named(ProfileEntry.draft(entry, preference), known);
        Optional<LinkRule> rule = ProfileEntry.rule(entry);
        Drafts.check(draft, known);
        Profile added = Known.add(nm, draft);
        known.add(added);
        return rule.isEmpty() || kept(added.id(), rule.get()) ? new Entry(draft.name(), Outcome.TAKEN, "", "")
                : new Entry(draft.name(), Outcome.TAKEN, "What this network is for could not be kept.", "Say it again in the list of what networks are for.");
    }

    /** Where another network has its name, as what NetworkManager makes of a cable often does, it gets one of its own. */
    static Draft named(Draft draft, List<Profile> known) {
        String name = draft.name();
        for (int number = 2; taken(name, draft, known); number++) {
            name = draft.name() + " (" + number + ")";
        }
        return new Draft(draft.id(), name, draft.kind(), draft.link(), draft.wifi(), draft.login(), draft.addressing(), draft.autoJoin(), draft.preference(), draft.metered());
    }

    private static boolean taken(String name, Draft draft, List<Profile> known) {
        return known.stream().anyMatch(other -> other.name().equals(name) && !(other.kind() == draft.kind()
                && (draft.wifi().isPresent() ? Drafts.sameWifi(draft, other) : other.addressing().equals(draft.addressing()))));
    }

    private boolean kept(String id, LinkRule rule) {
        Optional<LinkRules> keeper = rules.get();
        try {
            keeper.ifPresent(there -> there.set(id, rule));
            return keeper.isPresent();
        } catch (UncheckedIOException full) {
            LOG.log(System.Logger.Level.WARNING, "what a network is for could not be kept", full);
            return false;
        }
    }

    /** Only when NetworkManager is gone there is no next one. */
    private static Entry told(String name, Step step) throws NetworkException, BusException {
        NetworkException refused;
        try {
            return step.run();
        } catch (NetworkException itself) {
            refused = itself;
        } catch (BusException failed) {
            refused = Reasons.of(failed);
            if (refused.code() == Code.UNAVAILABLE) {
                throw failed;
            }
        }
        return new Entry(name, refused.code() == Code.DUPLICATE ? Outcome.KNOWN : Outcome.REFUSED, refused.getMessage(), refused.code().todo);
    }
}
