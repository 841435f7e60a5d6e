package io.rushline.itests.browser;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.rushline.itests.support.Await;
import io.rushline.itests.support.Fault;
import io.rushline.itests.support.ModuleMaker;
import io.rushline.itests.support.Site;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** What an admin does with modules in a browser, in a real one. */
public class ModulesPageIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @org.junit.Rule
    public final Site site = new Site();

    private ModuleMaker maker;
    private ChromeDriver browser;

    @Before
    public void start() throws IOException {
        maker = new ModuleMaker(site.folder("modules"));
        site.startAppliance("--module-trust", maker.vendor().pem(), "--set", "io.rushline.console:remoteAccess=false", "--set", "io.rushline.modules:settleSeconds=4");
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.setAcceptInsecureCerts(true);
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--user-data-dir=" + site.folder("profile"));
        browser = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(new File("/usr/bin/chromedriver")).usingAnyFreePort().build(), options);
        browser.manage().window().setSize(new Dimension(1280, 900));
    }

    @After
    public void stop() {
        if (browser != null) {
            browser.quit();
        }
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
}
