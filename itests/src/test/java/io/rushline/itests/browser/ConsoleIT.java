package io.rushline.itests.browser;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;

/** What an admin does in a browser, in a real one. */
public class ConsoleIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Rule
    public final Site site = new Site();

    private ChromeDriver browser;

    @Before
    public void start() throws IOException {
        // Not opened to the network, the server does not start anew when the password is set.
        site.startAppliance("--set", "io.rushline.console:remoteAccess=false", "--set", "io.rushline.network:speedTestUrl=" + site.cloudUrl() + "/_sim/speed");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.WARNING);
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.setAcceptInsecureCerts(true);
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--user-data-dir=" + site.folder("profile"));
        browser = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(new java.io.File("/usr/bin/chromedriver")).usingAnyFreePort().build(),
                options);
        browser.manage().window().setSize(new Dimension(1280, 900));
    }

    @After
    public void stop() {
        if (browser != null) {
            browser.quit();
        }
    }

    private WebElement find(String testId) {
        return Await.until("the page shows " + testId, LIMIT, () -> browser.findElement(By.cssSelector("[data-testid='" + testId + "']")), WebElement::isDisplayed);
    }

    private void picture(String name) throws IOException {
        Path pictures = Files.createDirectories(Path.of("target"));
        Files.write(pictures.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    @Test
    public void aDeviceIsPairedAndAnUploadIsWatched() throws Exception {
        browser.get(site.api().base() + "/");
        find("pair-button").click();
        String code = Await.until("six digits", LIMIT, () -> find("user-code").getText().replaceAll("\\D", ""), c -> c.matches("\\d{6}"));
        Await.until("a QR code", LIMIT, () -> (Boolean) browser.executeScript("const q = document.querySelector(\"[data-testid='pair-qr']\"); return q.complete && q.naturalWidth > 0"));
        picture("console-pairing");

        // The person, at another screen: opens the link and says yes.
        String link = find("pair-link").getAttribute("href");
        assertTrue(link, link.contains(code));
        String console = browser.getWindowHandle();
        browser.switchTo().newWindow(WindowType.TAB).get(link);
        Await.until("the cloud's page", LIMIT, () -> browser.findElement(By.cssSelector("button[value='approve']")), WebElement::isDisplayed).click();
        browser.close();
        browser.switchTo().window(console);
        Await.until("the project is shown", LIMIT, () -> find("project-name").getText(), "Rushline Demo"::equals);

        site.cloud().post("/_sim/faults", "{\"bytesPerSecond\": 16000000}");
        site.record("A001_C001.mov", 120_000_000);
        find("filter-all").click();
        TreeSet<Integer> seen = new TreeSet<>();
        Await.until("the clip arrives", LIMIT, () -> {
            WebElement row = browser.findElement(By.cssSelector("[data-testid='queue-row'][data-name='A001_C001.mov']"));
            int percent = (int) Double.parseDouble(row.findElement(By.cssSelector("[data-testid='queue-progress']")).getAttribute("data-percent"));
            if (seen.add(percent) && seen.subSet(31, 90).equals(Set.of(percent))) {
                picture("console-uploading");
            }
            return row.getAttribute("data-state");
        }, "COMPLETED"::equals);
        assertTrue("progress was seen, live, without reloading: " + seen, seen.size() >= 4);
        Await.until("nothing remains", LIMIT, () -> find("remaining-files").getText(), "0"::equals);
        picture("console-done");
        assertEquals("the page has no errors", List.of(), browser.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage)
                .filter(message -> message.startsWith(site.api().base().toString()))
                .filter(message -> !message.contains("/api/v1/delivery/")).toList()); // asked for, and not there where that module is not installed
    }

    @Test
    public void networksSayWhyTheyCannotBeChosenHereAndTheWayToTheCloudIsChecked() throws IOException {
        browser.get(site.api().base() + "/#networks");
        assertTrue(find("networks-away").getText().contains("NetworkManager"));
        find("networks-close").click();
        Await.until("the dialog is closed", LIMIT, () -> browser.getCurrentUrl(), url -> !url.contains("#"));
        find("networks-button").click();
        find("check-network").click();
        Await.until("the whole way is checked", LIMIT, () -> browser.findElements(By.cssSelector("[data-testid='finding'][data-good='true']")).size(), n -> n == 5);
        picture("console-networks");
    }

    @Test
    public void whatANetworkIsForIsChosenAndItsSpeedIsTested() throws IOException {
        JsonNode network = Await.until("the links are known", LIMIT, () -> site.api().get("/api/v1/network/rules").get("networks"), networks -> !networks.isEmpty()).get(0);
        String id = network.get("network").asText();
        browser.get(site.api().base() + "/#networks");
        find("test-speed").click();
        Await.until("the speed is told", LIMIT, () -> browser.findElements(By.cssSelector("[data-testid='speed'][data-measured='true']")).size(), n -> n > 0);
        new Select(use(id, "use-share")).selectByValue("BEHIND");
        Await.until("it is kept", LIMIT, () -> rule(id).get("share").asText(), "BEHIND"::equals);
        use(id, "use-budget").sendKeys("2.5", Keys.TAB);
        Await.until("it is kept, too", LIMIT, () -> rule(id).get("monthlyBytes").asLong(), bytes -> bytes == 2_500_000_000L);
        new Select(use(id, "use-carries")).selectByValue("NOTHING");
        Await.until("no clips leave", LIMIT, () -> site.api().get("/api/v1/network").get("carriers").isEmpty());
        assertTrue(site.api().get("/api/v1/network").get("trouble").asText().contains("is set to carry nothing"));
        Await.until("the page warns", LIMIT, () -> browser.findElements(By.cssSelector("[data-code='network.SHUT']")).size(), n -> n == 1);
        assertEquals("BEHIND", rule(id).get("share").asText());
        picture("console-network-rules");
    }

    @Test
    public void howMuchClipsMayUseIsChosenByTimesOfTheWeek() throws IOException {
        browser.get(site.api().base() + "/#networks");
        find("bandwidth-limit").sendKeys("8", Keys.TAB);
        find("bandwidth-add").click();
        find("bandwidth-line").findElement(By.cssSelector("[data-day='Fri']")).click();
        picture("console-bandwidth");
        find("bandwidth-save").click();
        JsonNode kept = Await.until("it is kept", LIMIT, () -> site.api().get("/api/v1/network/bandwidth"), bandwidth -> bandwidth.get("bitsPerSecond").asLong() == 8_000_000);
        assertEquals("{\"days\":\"Mon,Tue,Wed,Thu\",\"from\":\"08:00\",\"to\":\"18:00\",\"bitsPerSecond\":5000000}", kept.at("/timetable/0").toString());
        Await.until("what is saved is no draft any more", LIMIT, () -> find("bandwidth-save").getAttribute("data-draft"), "false"::equals);

        find("bandwidth-remove").click();
        find("bandwidth-save").click();
        Await.until("it is kept, too", LIMIT, () -> site.api().get("/api/v1/network/bandwidth").get("timetable").isEmpty());
        find("networks-close").click();
        assertTrue("the limit in force is shown", Await.until("it is shown", LIMIT, () -> find("speed-limit").getText(), text -> text.contains("8")).contains("Mbit/s"));
    }

    private JsonNode rule(String id) {
        for (JsonNode network : site.api().get("/api/v1/network/rules").get("networks")) {
            if (network.get("network").asText().equals(id)) {
                return network;
            }
        }
        throw new AssertionError(id + " is gone");
    }

    private WebElement use(String id, String testId) {
        return Await.until("the page shows " + testId, LIMIT, () -> browser.findElement(By.cssSelector("[data-network='" + id + "'] [data-testid='" + testId + "']")),
                WebElement::isDisplayed);
    }

    @Test
    public void hostileNamesAreTextAndNothingElse() throws Exception {
        String name = "<img src=x onerror=document.title='taken'>.mov";
        site.record(name, 1_000);
        site.item(name, "WAITING", LIMIT);
        browser.get(site.api().base() + "/");
        WebElement row = find("queue-row");
        assertEquals(name, row.getAttribute("data-name"));
        assertTrue(row.getText(), row.getText().contains(name));
        assertTrue(browser.getTitle(), !browser.getTitle().contains("taken"));
    }

    @Test
    public void clipsFromBeforePairingAreAskedAboutAndSentByOneClick() throws Exception {
        site.record("early.mov", 1_000_000);
        site.item("early.mov", "WAITING", LIMIT);
        site.pair();
        browser.get(site.api().base() + "/");
        WebElement question = find("held-question");
        assertEquals("queue.before-pairing", question.getAttribute("data-code"));
        assertTrue(question.getText(), question.getText().contains("1 clip, 1.00 MB, was on this device before it was paired with Rushline Demo"));
        picture("console-question");
        find("held-send").click();
        site.item("early.mov", "COMPLETED", LIMIT);
        Await.until("nothing is asked any more", LIMIT, () -> browser.findElements(By.cssSelector("[data-testid='held-question']")).isEmpty());
    }

    @Test
    public void theWholeQueueIsPausedAndClipsArePickedAndDraggedIntoAnotherOrder() throws Exception {
        site.pair();
        browser.get(site.api().base() + "/");
        find("pause-all").click();
        Await.until("it is paused", LIMIT, () -> site.api().get("/api/v1/queue/settings").get("paused").asBoolean());
        for (String name : List.of("one.mov", "two.mov", "three.mov")) {
            site.record(name, 1_000);
            site.item(name, "WAITING", LIMIT);
        }
        find("filter-active").click();
        Await.until("three rows", LIMIT, () -> names(), List.of("one.mov", "two.mov", "three.mov")::equals);
        WebElement first = row("one.mov").findElement(By.cssSelector("[data-testid='drag-handle']"));
        new Actions(browser).clickAndHold(row("three.mov").findElement(By.cssSelector("[data-testid='drag-handle']")))
                .moveToElement(first, 0, 5).moveToElement(first, 0, -5).release().perform();
        Await.until("the order is another", LIMIT, () -> names(), List.of("three.mov", "one.mov", "two.mov")::equals);
        row("two.mov").findElement(By.cssSelector(".name")).sendKeys(Keys.chord(Keys.SHIFT, Keys.ARROW_UP));
        Await.until("keys do the same", LIMIT, () -> names(), List.of("three.mov", "two.mov", "one.mov")::equals);
        find("pick-all").click();
        find("bulk-cancel").click();
        find("confirm-yes").click();
        Await.until("all are cancelled", LIMIT, () -> site.api().get("/api/v1/status").at("/queue/counts/CANCELLED").asInt(), n -> n == 3);
        assertEquals("nothing was sent", 0, site.cloud().get("/_sim/assets").size());
    }

    private WebElement row(String name) {
        return browser.findElement(By.cssSelector("[data-testid='queue-row'][data-name='" + name + "']"));
    }

    private List<String> names() {
        return browser.findElements(By.cssSelector("[data-testid='queue-row']")).stream().map(row -> row.getAttribute("data-name")).toList();
    }

    @Test
    public void afterAPasswordIsSetNobodyGetsInWithoutIt() throws Exception {
        site.api().post("/api/v1/password", "{\"password\": \"correct horse\"}");
        browser.get(site.api().base() + "/");
        Await.until("it asks for the password", LIMIT, () -> browser.getCurrentUrl().contains("/login"));
        find("login-name").clear();
        find("login-name").sendKeys("admin");
        find("login-password").sendKeys("wrong horse");
        find("login-button").click();
        Await.until("it says no", LIMIT, () -> find("login-trouble").getText(), said -> !said.isBlank());
        assertTrue(browser.getCurrentUrl(), browser.getCurrentUrl().contains("/login"));
        find("login-password").clear();
        find("login-password").sendKeys("correct horse");
        find("login-button").click();
        find("pair-button");
        browser.get(site.api().base() + "/system/console/bundles");
        Await.until("the Web Console behind the same login", LIMIT, () -> browser.getPageSource(), s -> s.contains("io.rushline.queue.derby"));
    }
}
