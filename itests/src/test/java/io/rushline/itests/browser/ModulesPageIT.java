package io.rushline.itests.browser;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Fault;
import io.rushline.itests.support.FleetServer;
import io.rushline.itests.support.ModuleMaker;
import io.rushline.itests.support.Site;
import io.rushline.itests.support.VendorRepository;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.Select;

/** What an admin does with modules in a browser, in a real one. */
public class ModulesPageIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @org.junit.Rule
    public final Site site = new Site();

    private ModuleMaker maker;
    private VendorRepository repository;
    private FleetServer fleet;
    private ChromeDriver browser;

    @Before
    public void start() throws IOException {
        maker = new ModuleMaker(site.folder("modules"));
        repository = new VendorRepository(site.folder("repository"));
        fleet = new FleetServer(site.folder("fleet"), repository);
        Files.writeString(site.home.resolve("fleet-token"), "token");
        appliance();
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.setAcceptInsecureCerts(true);
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--user-data-dir=" + site.folder("profile"));
        browser = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(new File("/usr/bin/chromedriver")).usingAnyFreePort().build(), options);
        browser.manage().window().setSize(new Dimension(1280, 900));
    }

    private void appliance(Object... more) {
        List<Object> flags = new ArrayList<>(List.of("--module-trust", maker.vendor().pem()));
        for (String setting : List.of("console:remoteAccess=false", "modules:settleSeconds=4", "modules.repository:indexUrl=" + repository.indexUrl(),
                "modules.repository:trustPemFile=" + repository.pem(), "fleet.hawkbit:serverUrl=" + fleet.url(), "fleet.hawkbit:controllerId=" + FleetServer.CONTROLLER,
                "fleet.hawkbit:tokenFile=fleet-token", "fleet.hawkbit:trustPemFile=" + fleet.pem(), "fleet.hawkbit:askPerson=always")) {
            flags.addAll(List.of("--set", "io.rushline." + setting));
        }
        flags.addAll(List.of(more));
        site.startAppliance(flags.toArray());
    }

    @After
    public void stop() {
        if (browser != null) {
            browser.quit();
        }
        fleet.close();
        repository.close();
    }

    private WebElement find(String testId) {
        return see("[data-testid='" + testId + "']");
    }

    private WebElement see(String selector) {
        return Await.until("the page shows " + selector, LIMIT, () -> browser.findElement(By.cssSelector(selector)), WebElement::isDisplayed);
    }

    private void picture(String name) throws IOException {
        Path pictures = Files.createDirectories(Path.of("target"));
        Files.write(pictures.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    private void open() {
        browser.get(site.api().base() + "/");
        find("modules-button").click();
        find("modules-dialog");
    }

    private void upload(Path module) {
        Await.until("the page takes files", LIMIT, () -> browser.findElement(By.cssSelector("[data-testid='module-file']")), WebElement::isEnabled).sendKeys(module.toString());
    }

    private void install() {
        find("install-button").click();
        find("confirm-yes").click();
    }

    private static String row(String name, String version) {
        return "[data-testid='module'][data-name='" + name + "'][data-version='" + version + "'][data-state='ACTIVE']";
    }

    /** Nothing in the page keeps people out, as far as a program can tell. */
    private void assertOpenToAll(String when) {
        List<Rule> found = new AxeBuilder().analyze(browser).getViolations();
        assertEquals(when, "", found.stream().map(rule -> rule.getId() + " " + rule.getNodes().stream().map(node -> node.getHtml()).toList()).collect(Collectors.joining("\n")));
    }

    @Test
    public void aNextVersionIsUploadedPlannedConfirmedWatchedKeptAndRolledBack() throws Exception {
        open();
        assertOpenToAll("nothing installed yet");
        upload(maker.next("io.rushline.delivery", "1.7.0").signed());
        String plan = Await.until("the plan is shown", LIMIT, () -> find("plan").getText(), text -> text.contains("1.7.0"));
        assertTrue(plan, plan.contains("io.rushline.delivery") && plan.contains("1.0.0"));
        assertOpenToAll("a plan");
        picture("modules-plan");
        install();
        see("[data-testid='update'][data-state='SETTLING']");
        picture("modules-settling");
        assertOpenToAll("an update goes on");
        see("[data-testid='update-row'][data-state='COMMITTED']");
        see(row("io.rushline.delivery", "1.7.0"));
        Await.until("no update goes on", LIMIT, () -> browser.findElements(By.cssSelector("[data-testid='update']")).isEmpty());
        picture("modules-kept");
        assertOpenToAll("an update was kept");
        assertFits();

        find("rollback-button").click();
        find("confirm-yes").click();
        Await.until("the one before runs", LIMIT, () -> site.api().get("/api/v1/modules/history?limit=1").at("/updates/0/changes/0/to").asText(), "1.0.0"::equals);
        Await.until("two updates are told", LIMIT, () -> browser.findElements(By.cssSelector("[data-testid='update-row'][data-state='COMMITTED']")).size(), n -> n == 2);
        Await.until("it is gone from the list", LIMIT, () -> browser.findElements(By.cssSelector(row("io.rushline.delivery", "1.7.0"))).isEmpty());
    }

    /** On the narrowest telephone nothing is wider than the screen. */
    private void assertFits() throws IOException {
        browser.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", 320, "height", 640, "deviceScaleFactor", 1, "mobile", true));
        Await.until("the page is narrow", LIMIT, () -> (Boolean) browser.executeScript("return innerWidth <= 420"));
        picture("modules-320");
        Object wider = browser.executeScript("""
                return [...document.querySelectorAll('body *')].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > 320.5)
                    .map((e) => e.tagName + '.' + e.className + '#' + (e.dataset.testid ?? '') + ' ' + e.textContent.trim().slice(0, 20) + ' '
                    + Math.round(e.getBoundingClientRect().right)).slice(0, 12)""");
        Object scrolls = browser.executeScript("return [document.documentElement.scrollWidth, document.querySelector('dialog[open]').scrollWidth, document.querySelector('dialog[open]').clientWidth, innerWidth].join(' ')");
        assertEquals("nothing is wider than 320 px: " + scrolls, List.of(), wider);
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    @Test
    public void whatIsRefusedOrGoesBackSaysWhy() throws Exception {
        open();
        upload(maker.tampered(maker.next("io.rushline.delivery", "1.8.0").signed()));
        String why = Await.until("the refusal is told", LIMIT, () -> see(".notice").getText(), text -> text.contains("changed after it was signed"));
        assertFalse(why, why.isBlank());
        see("[data-testid='update-row'][data-state='REFUSED']");
        picture("modules-refused");
        assertTrue(site.api().get("/api/v1/modules/staged").get("modules").isEmpty());

        upload(maker.bundle("com.vendor.missing", "1.0.0").with(Fault.NONE).missingSomething().signed());
        Await.until("the plan says what is missing", LIMIT, () -> find("plan").getText(), text -> text.contains("com.example.missing"));
        assertTrue("there is nothing to install", browser.findElements(By.cssSelector("[data-testid='install-button']")).isEmpty());
        site.api().delete("/api/v1/modules/staged/" + site.api().get("/api/v1/modules/staged").at("/modules/0/id").asText());
        browser.navigate().refresh();

        upload(maker.bundle("com.vendor.throws", "1.0.0").with(Fault.THROWS).signed());
        Await.until("a plan", LIMIT, () -> find("plan").getText(), text -> text.contains("com.vendor.throws"));
        install();
        String told = see("[data-testid='update-row'][data-state='ROLLED_BACK']").getText();
        assertTrue(told, told.contains("com.vendor.throws"));
        picture("modules-rolled-back");
        assertOpenToAll("a module went back");
    }

    @Test
    public void theConsoleItselfIsReplacedAndThePageComesBackWithItsSession() throws Exception {
        site.api().post("/api/v1/password", "{\"password\": \"correct horse\"}");
        browser.get(site.api().base() + "/");
        find("login-name").clear();
        find("login-name").sendKeys("admin");
        find("login-password").sendKeys("correct horse");
        find("login-button").click();
        find("modules-button").click();
        find("modules-dialog");
        browser.executeScript("window.before = true");
        upload(maker.next("io.rushline.console", "1.9.0").signed());
        Await.until("a plan", LIMIT, () -> find("plan").getText(), text -> text.contains("io.rushline.console"));
        install();
        see("[data-testid='update-row'][data-state='COMMITTED']");
        see(row("io.rushline.console", "1.9.0"));
        Await.until("the page of the new console was loaded, by itself", LIMIT, () -> (Boolean) browser.executeScript("return window.before === undefined"));
        assertFalse("nobody had to log in again", browser.getCurrentUrl().contains("/login"));
        see(row("io.rushline.console", "1.9.0"));
        picture("modules-console-replaced");

        find("rollback-button").click();
        find("confirm-yes").click();
        Await.until("the one that ships runs again", LIMIT, () -> browser.findElements(By.cssSelector("[data-testid='update-row'][data-state='COMMITTED']")).size(), n -> n == 2);
        assertFalse(browser.getCurrentUrl().contains("/login"));
    }

    private Path module(String name) {
        return maker.bundle(name, "1.0.0").with(Fault.NONE).signed();
    }

    @Test
    public void whatARepositoryOffersIsChosenAndInstalledNowOrAtATimeOrWhenNothingIsSent() throws Exception {
        repository.publish("stable", maker.next("io.rushline.delivery", "1.5.0").signed(), module("com.vendor.one"), module("com.vendor.other"));
        open();
        offered("com.vendor.one", "com.vendor.other", "io.rushline.delivery");
        assertOpenToAll("offers");
        assertEquals("what runs is chosen until somebody says otherwise", "false false true", choice("com.vendor.one").isSelected() + " " + choice("com.vendor.other").isSelected()
                + " " + choice("io.rushline.delivery").isSelected());
        choice("com.vendor.one").click();
        picture("modules-offers");
        assertFits();
        fetch("now");
        see(row("com.vendor.one", "1.0.0"));
        ended("COMMITTED", 1);
        assertEquals("as one set", List.of("com.vendor.one", "io.rushline.delivery"), newest().get("changes").findValuesAsText("module").stream().sorted().toList());
        offered("com.vendor.other");

        assertFalse("nothing is chosen", find("fetch-button").isEnabled());
        choice("com.vendor.other").click();
        LocalDateTime time = LocalDateTime.now().plusSeconds(150).truncatedTo(ChronoUnit.MINUTES);
        fetch("at", () -> browser.executeScript("arguments[0].value = arguments[1]", find("when-time"), time.toString()));
        assertTrue(scheduled().contains("It begins at"));
        assertOpenToAll("an update waits");
        picture("modules-scheduled");
        ended("COMMITTED", 2, Duration.ofMinutes(6));
        Instant at = Instant.parse(newest().get("endedAt").asText());
        assertTrue(at + " is after " + time, at.isAfter(time.atZone(ZoneId.systemDefault()).toInstant()));

        repository.publish("stable", module("com.vendor.last"));
        offered("com.vendor.last");
        choice("com.vendor.last").click();
        fetch("idle");
        assertTrue(scheduled().contains("It begins when nothing is recorded or sent."));
        find("update-cancel").click();
        find("confirm-yes").click();
        ended("CANCELLED", 1);
        assertFalse("it does not run", site.api().get("/api/v1/modules").get("modules").findValuesAsText("name").contains("com.vendor.last"));
    }

    /** Has the repository looked at, until it offers exactly these. */
    private void offered(String... names) {
        Await.until("the page offers " + List.of(names), LIMIT, () -> {
            find("repository-check").click();
            return browser.findElements(By.cssSelector("[data-testid='offer']")).stream().map(offer -> offer.getAttribute("data-name")).sorted().toList();
        }, List.of(names)::equals);
    }

    private WebElement choice(String name) {
        return see("[data-testid='offer'][data-name='" + name + "'] input");
    }

    private void fetch(String when, Runnable... more) {
        new Select(see("module-repository [data-testid='when']")).selectByValue(when);
        List.of(more).forEach(Runnable::run);
        find("fetch-button").click();
        find("confirm-yes").click();
    }

    private String scheduled() {
        return see("[data-testid='update'][data-state='SCHEDULED']").getText();
    }

    private void ended(String state, int updates) {
        ended(state, updates, LIMIT.multipliedBy(2));
    }

    private void ended(String state, int updates, Duration limit) {
        Await.until(updates + " updates are " + state, limit,
                () -> browser.findElements(By.cssSelector("[data-testid='update-row'][data-state='" + state + "']")).size(), n -> n == updates);
    }

    private JsonNode newest() {
        return site.api().get("/api/v1/modules/history?limit=1").at("/updates/0");
    }

    @Test
    public void whatAFleetRollsOutIsRefusedOrAgreedTo() throws Exception {
        Path module = module("com.fleet.one");
        repository.publish("fleet", module);
        fleet.deploys("11", module);
        open();
        asked("11");
        assertOpenToAll("a fleet asks");
        picture("modules-fleet");
        find("fleet-refuse").click();
        Await.until("the server is told", LIMIT, fleet::idle);
        assertEquals(List.of("closed failure"), fleet.told("deploymentBase", "11"));

        fleet.deploys("12", module);
        asked("12");
        find("fleet-agree").click();
        String told = Await.until("it is installed", LIMIT.multipliedBy(2), () -> browser.findElement(By.cssSelector("[data-testid='update-row'][data-state='COMMITTED']")).getText(),
                text -> text.contains("com.fleet.one"));
        assertTrue(told, told.contains("by the fleet server") && told.contains("action 12"));
        Await.until("the server is told", LIMIT, () -> fleet.told("deploymentBase", "12").contains("closed success"));
    }

    /** A server is asked within a minute of the start, then every 30 s. */
    private void asked(String action) {
        Await.until("a person is asked about action " + action, LIMIT.multipliedBy(2), () -> find("fleet").getText(), text -> text.contains("Action " + action + " waits for a person's agreement."));
    }

    @Test
    public void safeModeIsSaidAndTheHistoryIsReadToItsEnd() throws Exception {
        for (int i = 0; i < 12; i++) {
            assertEquals(422, site.api().tryUpload("/api/v1/modules/staged?name=no-module.jar", Files.writeString(site.folder("none").resolve("no-module.jar"), "nothing")).statusCode());
        }
        open();
        upload(maker.next("io.rushline.delivery", "1.6.0").signed());
        install();
        see(row("io.rushline.delivery", "1.6.0"));
        ended("COMMITTED", 1);
        assertEquals("the newest alone", 10, browser.findElements(By.cssSelector("[data-testid='update-row']")).size());
        find("history-more").click();
        ended("REFUSED", 12);
        assertTrue("there is no more", browser.findElements(By.cssSelector("[data-testid='history-more']")).isEmpty());

        site.appliance().terminate(LIMIT);
        appliance("--safe");
        open();
        String said = find("safe-mode").getText();
        assertTrue(said, said.contains("last known good modules") && said.contains("--safe"));
        assertOpenToAll("safe mode");
        picture("modules-safe");
        see("[data-testid='warning'][data-code='modules.safe-mode']");
    }
}
