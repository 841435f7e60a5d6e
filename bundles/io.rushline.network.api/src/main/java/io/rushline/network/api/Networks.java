package io.rushline.network.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Known networks and how this device joins them; offered only where NetworkManager runs, which keeps all of it. Any thread; blocks, at most 30 s
 * unless it says otherwise; one change at a time.
 *
 * <p>A change that may cut somebody's way here takes a time in which it has to be confirmed ({@link Trial}); with {@link Duration#ZERO} it holds at
 * once. Meanwhile no other one is taken ({@link NetworkException.Code#BUSY}). It touches the link it is about and no other.
 */
@ProviderType
public interface Networks {

    /** The preferred ones first. */
    List<Profile> profiles() throws NetworkException;

    /** What can be heard now, the strongest first; at most 20 s. Empty where there is no radio. */
    List<AccessPoint> scan() throws NetworkException;

    /**
     * Keeps a profile. Where it is in force on a link, that link takes it up at once.
     *
     * @throws NetworkException {@code BAD_SETTINGS} with what is wrong, {@code DUPLICATE}, {@code UNKNOWN}
     */
    Profile save(Profile.Draft draft, Duration confirmWithin) throws NetworkException;

    /** Leaves the network, and never joins it again. */
    void forget(String id) throws NetworkException;

    /**
     * Joins a known network and waits until it has an address; at most 60 s. What was in force before is in force again when it fails.
     *
     * @param link empty: whichever is fit for it
     * @throws NetworkException {@code WRONG_LOGIN}, {@code NOT_FOUND}, {@code NO_ADDRESS}, {@code ADAPTER_GONE}, {@code TIMEOUT}, …
     */
    void connect(String id, Optional<String> link, Duration confirmWithin) throws NetworkException;

    /** Leaves the network this link is in, and joins none by itself until the next start or {@link #connect}. */
    void disconnect(String link, Duration confirmWithin) throws NetworkException;

    /** The preference of these profiles: the first one before the second. */
    void prefer(List<String> ids) throws NetworkException;

    /**
     * All that is known, to be taken to another device; what is bound to an adapter of this one is left out.
     *
     * @throws NetworkException {@code BAD_SETTINGS} where the passphrase has less than 8 characters, {@code TOO_LARGE}
     */
    ProfileFile exported(Secret passphrase) throws NetworkException;

    /**
     * Keeps those networks of such a file that are not known yet, less preferred than those that are, in the order of the file. What is known stays as it
     * is; one that is refused does not end the rest.
     *
     * @param file {@link ProfileFile#text}
     * @return what became of each, in the order of the file
     * @throws NetworkException {@code WRONG_PASSPHRASE}, {@code BAD_FILE}, {@code OTHER_VERSION}, {@code TOO_LARGE}, {@code BAD_SETTINGS} as above
     */
    List<ProfileFile.Entry> imported(String file, Secret passphrase) throws NetworkException;

    /**
     * Of which kind of links the main one is taken, the most wanted first; by default wired, Wi-Fi, modem. Where they are not named, a bond or bridge counts as
     * wired and tethering as a modem; other kinds come last.
     */
    List<Link.Kind> kinds();

    /**
     * From now on the main link is taken in this order; whatever is up goes on. Kept over restarts.
     *
     * @throws NetworkException {@code BAD_SETTINGS} where a kind is named twice
     */
    void preferKinds(List<Link.Kind> kinds) throws NetworkException;

    /** The change that waits for its confirmation. */
    Optional<Trial> trial();

    /** It holds. Does nothing when there is none. */
    void confirm() throws NetworkException;

    /** Everything is as before it. Does nothing when there is none. */
    void undo() throws NetworkException;
}
