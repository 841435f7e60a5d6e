package io.rushline.console;

import static org.junit.Assert.assertEquals;

import io.rushline.auth.api.Connector;
import io.rushline.console.http.TestServer;
import java.lang.reflect.Proxy;
import org.apache.felix.hc.api.Result.Status;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.runtime.dto.FailedServletDTO;
import org.osgi.service.servlet.runtime.dto.RuntimeDTO;

public class ConsoleHealthTest {

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();
    private final RuntimeDTO web = new RuntimeDTO();
    private TestServer server;
    private ConsoleHealth check;

    @Before
    public void start() throws Exception {
        server = new TestServer(home.getRoot().toPath());
        server.services.connector(new FakeConnector());
        check = new ConsoleHealth(TestServices.appliance(home.getRoot().toPath(), true), server.services);
        web.failedServletDTOs = new FailedServletDTO[0];
    }

    @After
    public void stop() throws Exception {
        server.close();
    }

    private void complete() {
        check.access = server.access;
        check.gate = server.gate;
        check.resources = server.resources;
        check.server = (HttpServiceRuntime) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {HttpServiceRuntime.class},
                (proxy, method, none) -> web);
    }

    @Test
    public void itIsHealthyOnceAllOfItIsThere() {
        assertEquals(Status.TEMPORARILY_UNAVAILABLE, check.execute().getStatus());
        complete();
        assertEquals(check.execute().toString(), Status.OK, check.execute().getStatus());
        check.server = null;
        assertEquals("no fault of the code", Status.WARN, check.execute().getStatus());
    }

    @Test
    public void aServletThatTheServerRefusesIsCritical() {
        complete();
        FailedServletDTO failed = new FailedServletDTO();
        failed.patterns = new String[] {"/api/v1/queue/*"};
        web.failedServletDTOs = new FailedServletDTO[] {failed};
        assertEquals(Status.CRITICAL, check.execute().getStatus());
    }

    @Test
    public void aStatusThatCannotBeToldIsCritical() {
        complete();
        server.services.connector((Connector) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connector.class}, (proxy, method, args) -> {
            throw new IllegalStateException("broken");
        }));
        assertEquals(Status.CRITICAL, check.execute().getStatus());
    }
}
