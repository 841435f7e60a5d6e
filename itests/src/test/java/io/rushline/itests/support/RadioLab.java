package io.rushline.itests.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/**
 * Three radios in a virtual machine ({@code itests/lab/vm}): one is the appliance's, under the real NetworkManager and wpa_supplicant, two are those of
 * access points (hostapd) in front of one network that gives addresses. The appliance itself runs on this machine, since an emulated processor has it
 * start for minutes, and speaks to NetworkManager over the guest's message bus.
 */
public final class RadioLab extends ExternalResource {

    /** The appliance's radio. */
    public static final String LINK = "wlan0";
    /** Addresses of the network behind the access points begin so. */
    public static final String NET = "10.79.0.";

    /** How an access point lets in. */
    public enum Keys {
        WPA2("wpa_key_mgmt=WPA-PSK"),
        WPA3("wpa_key_mgmt=SAE\nieee80211w=2"),
        /** WPA2 with 802.11r: who roams has shown already that he knows the passphrase. */
        FAST_TRANSITION("wpa_key_mgmt=WPA-PSK FT-PSK\nmobility_domain=a1b2\nft_psk_generate_local=1\nft_over_ds=0");

        private final String settings;

        Keys(String settings) {
            this.settings = settings;
        }
    }

    private static final Path SCRIPT = Path.of("lab/vm").toAbsolutePath();
    private static final Path PACKAGES = Path.of("target/packages").toAbsolutePath();
    private static final List<String> TOOLS = List.of("qemu-system-x86_64", "busybox", "cpio", "modprobe", "mkfs.ext4", "socat", "dnsmasq", "dbus-daemon",
            "NetworkManager", "nmcli", "wpa_supplicant", "hostapd", "iw");
    private static final int RADIOS = 3;
    /** On two busy cores without KVM; a quarter of a minute else. */
    private static final Duration BOOT = Duration.ofMinutes(4);
    private static final int ENOUGH_TO_BE_HEARD = -50;
    private static final int HARDLY_HEARD = -95;

    /** NetworkManager's own /sys is read-only: beside a writable one it would wait for udev, which does not run here. */
    private static final String SETUP = """
            mkdir -p /kept/profiles /run/none /run/lib
            cat > /run/bus.conf << 'END'
            <busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen><auth>EXTERNAL</auth><policy context="default">
            <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
            END
            cat > /run/nm.conf << 'END'
            [main]
            plugins=keyfile
            dns=none
            auth-polkit=false
            hostname-mode=none
            [keyfile]
            path=/kept/profiles
            END
            ip netns add points
            iw phy phy1 set netns name points
            iw phy phy2 set netns name points
            ip -n points link add br0 type bridge
            ip -n points addr add 10.79.0.1/24 dev br0
            ip -n points link set br0 up
            ip netns exec points dnsmasq --conf-file=/dev/null --no-resolv --no-hosts --user=root --pid-file --bind-interfaces --interface=br0 --except-interface=lo \\
                --no-ping --dhcp-authoritative --dhcp-leasefile=/run/leases --dhcp-range=10.79.0.100,10.79.0.109,255.255.255.0,1h
            dbus-daemon --fork --nopidfile --config-file=/run/bus.conf
            setsid wpa_supplicant -u -t -f /run/supplicant.log < /dev/null &> /dev/null &
            cat > /run/manager << 'END'
            setsid unshare --mount --uts sh -c 'mount -o remount,bind,ro /sys && mount --bind /run/lib /var/lib && exec NetworkManager --no-daemon --config=/run/nm.conf \\
                --config-dir=/run/none --system-config-dir=/run/none --intern-config=/run/intern.conf --state-file=/kept/nm.state --pid-file=/run/nm.pid' < /dev/null &> /run/nm.log &
            END
            . /run/manager
            until [ "$(nmcli -g GENERAL.STATE device show wlan0 2> /dev/null)" = "30 (disconnected)" ]; do sleep 0.5; done
            """;

    private final TemporaryFolder folder = new TemporaryFolder();
    private Process machine;
    private SocketChannel shell;
    private BufferedReader answers;

    @Override
    protected void before() throws IOException {
        Assume.assumeTrue("the lab of radios needs root, Linux on amd64, " + TOOLS + " and Debian's kernel in " + PACKAGES,
                Sides.possible(TOOLS) && System.getProperty("os.arch").equals("amd64") && Files.isDirectory(PACKAGES.resolve("boot")));
        folder.create();
        try {
            start();
        } catch (IOException | AssertionError e) {
            after();
            throw e;
        }
    }

    @Override
    protected void after() {
        if (machine != null) {
            Sides.kill(machine);
        }
        folder.delete();
    }

    /** What makes an appliance speak to this NetworkManager. */
    public Map<String, String> environment() {
        return Map.of("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + file("bus"));
    }

    private Path file(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    private void start() throws IOException {
        machine = new ProcessBuilder(SCRIPT.toString(), folder.getRoot().toString(), PACKAGES.toString(), String.valueOf(RADIOS))
                .redirectErrorStream(true).redirectOutput(file("qemu").toFile()).start();
        shell = Await.until("the virtual machine starts", BOOT, () -> SocketChannel.open(UnixDomainSocketAddress.of(file("shell"))), SocketChannel::isConnected);
        answers = new BufferedReader(new InputStreamReader(Channels.newInputStream(shell), StandardCharsets.US_ASCII));
        run(SETUP);
    }

    /** The device is switched off and on again; what is on its disk stays: the networks it knows. No access point is on. */
    public void restart() throws IOException {
        shell.close();
        try {
            if (!machine.waitFor(BOOT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the virtual machine does not shut down:\n" + Files.readString(file("console")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        start();
    }

    /**
     * What a command in the guest says.
     *
     * @param command for bash
     */
    public String run(String command) throws IOException {
        shell.write(ByteBuffer.wrap((base64(command) + "\n").getBytes(StandardCharsets.US_ASCII)));
        String answer = CompletableFuture.supplyAsync(this::answer).orTimeout(BOOT.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(late -> null).join();
        if (answer == null) {
            throw new IOException("no answer to: " + command + "\n" + Files.readString(file("console")) + Files.readString(file("qemu")));
        }
        String[] parts = answer.split(" ");
        String said = text(parts[1]);
        if (!parts[0].equals("0")) {
            throw new IOException(command + "\nended with " + parts[0] + ":\n" + said + text(parts[2]));
        }
        return said;
    }

    private String answer() {
        try {
            return answers.readLine();
        } catch (IOException gone) {
            return null;
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String part) {
        return new String(Base64.getDecoder().decode(part.substring(1)), StandardCharsets.UTF_8);
    }

    /** @param number 1 or 2, also of its radio */
    public void accessPoint(int number, byte[] ssid, Keys keys, String passphrase) throws IOException {
        silence(number);
        run("""
                cat > /run/point%1$d.conf << 'END'
                interface=wlan%1$d
                bridge=br0
                ssid2=%2$s
                hw_mode=g
                channel=%3$d
                nas_identifier=point%1$d
                wpa=2
                rsn_pairwise=CCMP
                wpa_passphrase=%4$s
                %5$s
                END
                ip netns exec points hostapd -B -d -f /run/point%1$d.log -P /run/point%1$d.pid /run/point%1$d.conf
                """.formatted(number, HexFormat.of().formatHex(ssid), number * 5 - 4, passphrase, keys.settings));
    }

    /** The access point is switched off. */
    public void silence(int number) throws IOException {
        run("[ ! -e /run/point%1$d.pid ] || { kill $(cat /run/point%1$d.pid); while [ -e /run/point%1$d.pid ]; do sleep 0.1; done; }; rm -f /run/point%1$d.log".formatted(number));
        near(number);
    }

    /** Nothing of the access point arrives at the appliance, nor the other way round. */
    public void outOfRange(int number) throws IOException {
        radio(number, "group", 2);
    }

    public void near(int number) throws IOException {
        radio(number, "group", 1);
        radio(number, "rx_rssi", ENOUGH_TO_BE_HEARD);
    }

    /** The access point can still be heard, so badly that a better one is looked for. */
    public void far(int number) throws IOException {
        radio(number, "rx_rssi", HARDLY_HEARD);
    }

    /** The kernel wants it without a sign. */
    private void radio(int number, String property, int value) throws IOException {
        run("printf %%u %d > /sys/kernel/debug/ieee80211/phy%d/hwsim/%s".formatted(value, number, property));
    }

    /** NetworkManager ends, and comes back as it was started. */
    public void restartManager() throws IOException {
        run("kill $(pidof NetworkManager); while nmcli device &> /dev/null; do sleep 0.2; done; . /run/manager; until nmcli device &> /dev/null; do sleep 0.2; done");
    }

    /** wpa_supplicant dies, and is started again. */
    public void restartSupplicant() throws IOException {
        run("kill -9 $(pidof -s wpa_supplicant); setsid wpa_supplicant -u -t -f /run/supplicant.log < /dev/null &> /dev/null &");
    }

    /** Whether the kernel has the rules of countries. */
    public static boolean knowsCountries() {
        return Files.exists(PACKAGES.resolve("lib/firmware/regulatory.db-upstream"));
    }

    /** The second access point's radio joins a network, as a phone would. @return the address that it is given */
    public String join(String ssid, String passphrase) throws IOException {
        leave();
        run("""
                cat > /run/phone.conf << 'END'
                network={
                    ssid=%s
                    psk="%s"
                    key_mgmt=WPA-PSK
                    proto=RSN
                    pairwise=CCMP
                }
                END
                printf '#!/bin/sh\n[ "$1" != bound ] || ip addr replace $ip/24 dev $interface\n' > /run/leased; chmod +x /run/leased
                ip netns exec points wpa_supplicant -B -i wlan2 -c /run/phone.conf -P /run/phone.pid -f /run/phone.log
                """.formatted(HexFormat.of().formatHex(ssid.getBytes(StandardCharsets.UTF_8)), passphrase));
        return run("ip netns exec points busybox udhcpc -n -q -f -i wlan2 -t 60 -T 2 -s /run/leased &> /run/phone.lease; ip -n points -4 -o addr show wlan2 | sed 's/.* inet \\([0-9.]*\\).*/\\1/'").strip();
    }

    /** It is in none. */
    public void leave() throws IOException {
        run("[ ! -e /run/phone.pid ] || kill $(cat /run/phone.pid); while [ -e /run/phone.pid ]; do sleep 0.1; done; ip -n points addr flush dev wlan2");
    }

    /** Whether it reaches that address. */
    public boolean reaches(String address) throws IOException {
        return run("ip netns exec points busybox ping -c 3 -W 5 " + address + " &> /dev/null && echo yes || true").equals("yes\n");
    }

    /** Which access point the appliance's radio is joined to; 0: none. */
    public int joined() throws IOException {
        String link = run("iw dev wlan0 link");
        return Stream.of(1, 2).filter(number -> link.contains("02:00:00:00:0" + number + ":00")).findFirst().orElse(0);
    }

    /** How often somebody has come to an access point by 802.11r. */
    public int fastTransitions(int number) throws IOException {
        return Integer.parseInt(run("grep -c 'auth_alg=2 ft_over_ds=0 reassoc=1' /run/point" + number + ".log || true").strip());
    }
}
