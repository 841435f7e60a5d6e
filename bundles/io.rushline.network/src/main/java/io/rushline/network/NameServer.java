package io.rushline.network;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Hashtable;
import javax.naming.CommunicationException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;

/** Asks one name server itself, which the system's resolver does not let one do; with the JDK's own DNS client. Blocks for at most 4.5 s. */
final class NameServer {

    /** What it said. */
    enum Said {
        /** An address. */
        KNOWN,
        /** There is no such name. */
        UNKNOWN,
        /** It will not or cannot look it up, or what it says makes no sense. */
        REFUSED, NOTHING
    }

    private NameServer() {
    }

    static Said ask(InetAddress server, String name) {
        Hashtable<String, String> settings = new Hashtable<>();
        settings.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
        settings.put("java.naming.provider.url", "dns://" + (server instanceof Inet6Address ? "[" + server.getHostAddress() + "]" : server.getHostAddress()) + "/");
        settings.put("com.sun.jndi.dns.timeout.initial", "1500");
        settings.put("com.sun.jndi.dns.timeout.retries", "2");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader()); // the JDK looks for its client there
        try {
            InitialDirContext context = new InitialDirContext(settings);
            try {
                return context.getAttributes(name, new String[] {"A", "AAAA"}).size() > 0 ? Said.KNOWN : Said.UNKNOWN;
            } finally {
                context.close();
            }
        } catch (NameNotFoundException unknown) {
            return Said.UNKNOWN;
        } catch (CommunicationException silent) {
            return Said.NOTHING;
        } catch (NamingException refused) {
            return Said.REFUSED;
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
