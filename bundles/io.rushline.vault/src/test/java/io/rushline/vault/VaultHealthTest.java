package io.rushline.vault;

import static org.junit.Assert.assertEquals;

import io.rushline.vault.api.Vault;
import io.rushline.vault.api.VaultException;
import java.lang.reflect.Proxy;
import javax.sql.DataSource;
import org.apache.felix.hc.api.Result.Status;
import org.junit.Test;

public class VaultHealthTest {

    private final VaultHealth check = new VaultHealth();

    @Test
    public void whatIsEncryptedHasToBeDecryptedAgain() {
        check.vault = fake(Vault.class, (method, arguments) -> arguments[1]);
        assertEquals(Status.OK, check.execute().getStatus());
        check.vault = fake(Vault.class, (method, arguments) -> method.equals("seal") ? arguments[1] : new byte[3]);
        assertEquals(Status.CRITICAL, check.execute().getStatus());
        check.vault = failing(new VaultException(VaultException.Code.TAMPERED));
        assertEquals(Status.CRITICAL, check.execute().getStatus());
        check.vault = failing(new IllegalStateException("no AES"));
        assertEquals(Status.CRITICAL, check.execute().getStatus());
    }

    @Test
    public void aKeyFileOrDatabaseThatIsAwayIsNoFaultOfTheCode() {
        assertEquals(Status.WARN, check.execute().getStatus());
        check.database = fake(DataSource.class, (method, arguments) -> null);
        assertEquals(Status.TEMPORARILY_UNAVAILABLE, check.execute().getStatus());
        check.vault = failing(new VaultException(VaultException.Code.UNAVAILABLE));
        assertEquals(Status.WARN, check.execute().getStatus());
    }

    private static Vault failing(Exception failure) {
        return fake(Vault.class, (method, arguments) -> {
            throw failure;
        });
    }

    private interface Answer {
        Object to(String method, Object[] arguments) throws Throwable;
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(VaultHealthTest.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }
}
