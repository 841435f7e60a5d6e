package io.rushline.auth.api;

import io.rushline.cloud.api.CloudException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Connects this device with a project, keeps it connected, and hands out access tokens. The tokens are on disk, encrypted, before anybody gets
 * to use them. Any thread.
 */
@ProviderType
public interface Connector {

    /** What we are connected to, as last known. Never blocks. */
    Connection connection();

    /** Where pairing stands; {@link Pairing.Step#NONE} while nobody is pairing. Never blocks. */
    Pairing pairing();

    /**
     * Begins pairing: asks for a user code and polls until the user has typed it, in the background. A code that expires is replaced by a new
     * one as long as pairing is not cancelled. Nothing happens where pairing is already under way.
     *
     * @throws AuthException {@link AuthException.Code#ALREADY_PAIRED}
     */
    void pair() throws AuthException;

    /** Ends pairing at any step; nothing happens where nobody is pairing. */
    void cancel();

    /** Asks the cloud anew who and what we are connected to, soon, in the background: something says that it has changed. */
    void look();

    /** Revokes the tokens in the cloud (or, where it cannot be reached, leaves that to be done later) and forgets them here. */
    void unpair() throws AuthException;

    /**
     * An access token that is valid now. Refreshes first where it has expired; all callers share one refresh. May block as long as a call takes.
     *
     * @throws AuthException  {@link AuthException.Code#NOT_PAIRED} or {@link AuthException.Code#EXPIRED}: a person has to pair
     * @throws CloudException the refresh did not get through; try later
     */
    AccessToken token() throws AuthException, CloudException;

    /** A token in place of one that the cloud refused with 401; refreshes unless somebody already did. Errors as for {@link #token}. */
    AccessToken renew(AccessToken refused) throws AuthException, CloudException;
}
