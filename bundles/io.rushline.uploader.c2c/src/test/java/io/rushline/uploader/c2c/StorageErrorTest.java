package io.rushline.uploader.c2c;

import static org.junit.Assert.assertEquals;

import java.util.Optional;
import org.junit.Test;

public class StorageErrorTest {

    @Test
    public void codeAndMessageAreRead() {
        assertEquals(Optional.of(new StorageError("AccessDenied", "Request has expired & gone")), StorageError.read(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>Request has expired &amp; gone</Message>"
                        + "<X-Amz-Expires>86400</X-Amz-Expires><HostId>x</HostId></Error>"));
    }

    @Test
    public void anErrorThatIsCutShortStillHasItsCode() {
        assertEquals(Optional.of(new StorageError("SlowDown", "")), StorageError.read("<Error><Code>SlowDown</Code><Mess"));
    }

    @Test
    public void anythingElseIsNone() {
        for (String body : new String[] {"", "{}", "<html><body>no</body></html>", "<Error/>", "<Error><Code></Code></Error>", "<Error>" + "x".repeat(70_000)}) {
            assertEquals(Optional.empty(), StorageError.read(body));
        }
    }

    @Test
    public void entitiesAreNotExpandedAndNoFileIsRead() {
        assertEquals(Optional.empty(), StorageError.read(
                "<!DOCTYPE Error [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><Error><Code>&e;</Code></Error>"));
        assertEquals(Optional.empty(), StorageError.read(
                "<!DOCTYPE Error [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><Error><Code>&b;</Code></Error>"));
    }
}
