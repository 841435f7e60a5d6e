package io.rushline.network;

import io.rushline.cloud.api.CloudClient;
import io.rushline.network.api.Link;
import io.rushline.network.api.Network;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.SpeedTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The component: tests one link after the other, and leaves out what may carry nothing or costs money unasked. */
@Component(service = SpeedTest.class, configurationPid = "io.rushline.network")
@Designate(ocd = LinkSpeedTest.Settings.class)
public final class LinkSpeedTest implements SpeedTest {

    /** Settings, as people see them. */
    @ObjectClassDefinition(name = "Network", description = "The network as a whole")
    public @interface Settings {
        @AttributeDefinition(description = "Where speed tests send to: an https address that takes a PUT and drops it; empty: there are none")
        String speedTestUrl() default "";

        @AttributeDefinition(description = "Most megabytes a speed test sends over each link")
        int speedTestMegabytes() default 50;
    }

    private static final Duration PER_LINK = Duration.ofSeconds(10);
    private static final Duration ALL = Duration.ofSeconds(55);

    private final Network network;
    private final Wishes wishes;
    private final Optional<URI> url;
    private final long most;
    private final ExecutorService sending = UploadSpeed.threads();
    private final Lock running = new ReentrantLock();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile CloudClient cloud;

    @Activate
    public LinkSpeedTest(Settings settings, @Reference WatchedNetwork network, @Reference KeptRules rules) {
        this(settings.speedTestUrl(), settings.speedTestMegabytes(), network, rules);
    }

    LinkSpeedTest(String url, int megabytes, Network network, Wishes wishes) {
        if (megabytes < 1) {
            throw new IllegalArgumentException("speedTestMegabytes must be 1 or more, but is " + megabytes);
        }
        this.url = url.isBlank() ? Optional.empty() : Optional.of(URI.create(url.strip()));
        this.most = megabytes * 1_000_000L;
        this.network = network;
        this.wishes = wishes;
    }

    @Deactivate
    void stop() {
        sending.shutdownNow();
    }

    @Override
    public List<Speed> run(boolean metered) throws NetworkException {
        CloudClient client = cloud;
        if (url.isEmpty()) {
            return List.of(none("", "There is nowhere to send a test to: the cloud has no place for one.",
                    "Look at the speed of the uploads, or set speedTestUrl of io.rushline.network to an address that takes a PUT."));
        }
        if (client == null) {
            return List.of(none("", "The part that talks to the cloud is away.", "Wait a moment: it may be being replaced."));
        }
        return run(metered, new UploadSpeed(url.get(), client::put, sending, System::nanoTime));
    }

    List<Speed> run(boolean metered, UploadSpeed test) throws NetworkException {
        if (!running.tryLock()) {
            throw new NetworkException(Code.TESTING);
        }
        try {
            return each(metered, test);
        } finally {
            running.unlock();
        }
    }

    private List<Speed> each(boolean metered, UploadSpeed test) {
        List<Link> links = Carriers.leading(network.status().links());
        if (links.isEmpty()) {
            return List.of(unknown(metered, test));
        }
        Duration each = PER_LINK.compareTo(ALL.dividedBy(links.size())) < 0 ? PER_LINK : ALL.dividedBy(links.size());
        return links.stream().map(link -> refused(List.of(link), metered).orElseGet(() -> test.over(link.name(), Carriers.bound(link), most, each))).toList();
    }

    /** Nobody knows which of them the machine takes. */
    private Speed unknown(boolean metered, UploadSpeed test) {
        return refused(network.status().links().stream().filter(Link::up).toList(), metered)
                .map(refusal -> none("", refusal.what(), refusal.todo())).orElseGet(() -> test.over("", Optional.empty(), most, PER_LINK));
    }

    /** Why nothing is sent over one of these. */
    private Optional<Speed> refused(List<Link> links, boolean metered) {
        return links.stream().filter(link -> !Carriers.open(link, wishes) || link.metered() && !metered).findFirst().map(link -> !Carriers.open(link, wishes)
                ? none(link.name(), "Not tested: it " + Carriers.why(link, wishes) + ".", "Change what this network is for.")
                : none(link.name(), "Not tested: its bytes cost money.", "Ask for metered links too."));
    }

    private static Speed none(String link, String what, String todo) {
        return new Speed(link, OptionalLong.empty(), 0, what, todo);
    }
}
