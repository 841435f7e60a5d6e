package io.rushline.console;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.rushline.console.access.Caller;
import io.rushline.console.access.Role;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import org.junit.Test;

public class WebConsoleLoginTest {

    private final WebConsoleLogin login = new WebConsoleLogin(null, null);
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private int status;

    @Test
    public void anAdminLooksAtEverythingAndChangesConfigurations() {
        for (String path : new String[] {"/bundles", "/bundles/12", "/vmstat", "/configMgr", "/logout", null}) {
            assertEquals(path, "jo", authenticate(Role.ADMIN, "GET", path));
        }
        assertEquals("jo", authenticate(Role.ADMIN, "POST", "/configMgr"));
        assertEquals("jo", authenticate(Role.ADMIN, "POST", "/configMgr/io.rushline.console"));
    }

    @Test
    public void nobodyChangesBundlesOrStopsTheFramework() {
        for (String path : new String[] {"/bundles", "/bundles/12", "/vmstat", "/configMgrs", "//configMgr", "/", "", null}) {
            for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH"}) {
                told.reset();
                assertNull(method + " " + path, authenticate(Role.ADMIN, method, path));
                assertEquals(403, status);
                assertTrue(told.toString(), told.toString().contains("request.web-console") && told.toString().contains("rushline ctl modules"));
            }
        }
    }

    @Test
    public void whoIsNoAdminSeesNothing() {
        assertNull(authenticate(Role.OPERATOR, "GET", "/bundles"));
        assertNull(authenticate(null, "POST", "/configMgr"));
        assertEquals(403, status);
    }

    private Object authenticate(Role role, String method, String path) {
        HttpServletRequest request = fake(HttpServletRequest.class, (called, argument) -> switch (called) {
            case "getMethod" -> method;
            case "getPathInfo" -> path;
            case "getAttribute" -> role == null ? null : new Caller("jo", role, Caller.Means.SESSION);
            default -> throw new AssertionError(called);
        });
        HttpServletResponse response = fake(HttpServletResponse.class, (called, argument) -> {
            if (called.equals("setStatus")) {
                status = (int) argument;
            }
            return called.equals("getOutputStream") ? output() : null;
        });
        return login.authenticate(request, response);
    }

    @FunctionalInterface
    private interface Answer {
        Object to(String called, Object argument);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, args) -> answer.to(method.getName(), args == null ? null : args[0])));
    }

    private ServletOutputStream output() {
        return new ServletOutputStream() {
            @Override
            public void write(int b) {
                told.write(b);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new AssertionError();
            }
        };
    }
}
