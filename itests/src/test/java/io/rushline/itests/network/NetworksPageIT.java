package io.rushline.itests.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import io.rushline.itests.support.Await;
import io.rushline.itests.support.NetworkLab;
import io.rushline.itests.support.Site;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.After;
import org.junit.Assume;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** What an admin does with known networks in a browser, in a real one, on an appliance with the real NetworkManager. */
public class NetworksPageIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PASSPHRASE = "correct horse";
    private static final String PROFILES = "/api/v1/network/profiles";
    private static final NetworkLab LAB = new NetworkLab();
    private static final Site SITE = new Site(LAB);

    @ClassRule
    public static final RuleChain RULES = RuleChain.outerRule(LAB).around(SITE);

    private ChromeDriver browser;
    private Path downloads;

    @Before
    public void start() throws IOException {
        Assume.assumeTrue("the page of the networks needs chromium and chromium-driver", Files.exists(Path.of("/usr/bin/chromedriver")));
        SITE.startAppliance("--set", "io.rushline.console:remoteAccess=false");
        downloads = SITE.folder("downloads");
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.setExperimentalOption("prefs", Map.of("download.default_directory", downloads.toString()));
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--user-data-dir=" + SITE.folder("profile"));
        browser = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(new File("/usr/bin/chromedriver")).usingAnyFreePort().build(), options);
        browser.manage().window().setSize(new Dimension(1280, 900));
    }

    @After
    public void stop() {
        if (browser != null) {
            browser.quit();
        }
    }

    @Test
    public void networksAreTakenAlongInAFile() throws Exception {
        Await.until("networks are known", LIMIT, () -> SITE.api().send("GET", PROFILES, null).statusCode(), status -> status == 200);
        SITE.api().post(PROFILES, "{\"name\":\"Stage 4\",\"kind\":\"WIFI\",\"wifi\":{\"ssid\":\"Stage 4\",\"security\":\"WPA2\"},\"login\":{\"passphrase\":\"hunter2-hunter2\"}}");
        browser.get(SITE.api().base() + "/#networks");
        find("export-passphrase").sendKeys(PASSPHRASE);
        find("export-again").sendKeys("correct hearse", Keys.ENTER);
        assertEquals("nothing is asked for with a slip", "", outcome("Stage 4"));
        find("export-again").clear();
        find("export-again").sendKeys(PASSPHRASE, Keys.ENTER);
        Await.until("it is in the file", LIMIT, () -> outcome("Stage 4"), "TAKEN"::equals);
        Path file = downloads.resolve("rushline-networks.jwe");
        Await.until("the file is saved", LIMIT, () -> Files.exists(file) && Files.size(file) > 0);
        assertFalse(Files.readString(file).contains("hunter2"));
        assertEquals("no passphrase is left on the page", "", find("export-passphrase").getAttribute("value"));

        SITE.api().delete(PROFILES + "/" + id("Stage 4"));
        find("import-file").sendKeys(file.toString());
        find("import-passphrase").sendKeys("correct hearse", Keys.ENTER);
        Await.until("it says that this is another one", LIMIT, () -> browser.findElement(By.tagName("notice-stack")).getText(), text -> text.contains("does not open this file"));
        find("import-passphrase").clear();
        find("import-passphrase").sendKeys(PASSPHRASE, Keys.ENTER);
        Await.until("it is known again", LIMIT, () -> outcome("Stage 4"), "TAKEN"::equals);
        Await.until("and listed", LIMIT, () -> browser.findElements(By.cssSelector("[data-testid='known-network'][data-name='Stage 4']")).size(), n -> n == 1);
        Files.write(Files.createDirectories(Path.of("target")).resolve("console-network-transfer.png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    /** Empty while none is told. */
    private String outcome(String name) {
        return browser.findElements(By.cssSelector("[data-testid='transferred'][data-name='" + name + "']")).stream().findFirst().map(row -> row.getAttribute("data-outcome")).orElse("");
    }

    private WebElement find(String testId) {
        return Await.until("the page shows " + testId, LIMIT, () -> browser.findElement(By.cssSelector("[data-testid='" + testId + "']")), WebElement::isDisplayed);
    }

    private static String id(String name) {
        for (var profile : SITE.api().get(PROFILES).get("profiles")) {
            if (profile.get("name").asText().equals(name)) {
                return profile.get("id").asText();
            }
        }
        throw new AssertionError("no profile " + name);
    }
}
