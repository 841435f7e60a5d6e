package io.rushline.modules.repository;

import io.rushline.modules.api.ModuleDownloads;
import io.rushline.modules.api.ModuleRepository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Whether this code works: it offers its services and reads an index that it carries. It asks neither a network nor a disk. */
@Component(service = HealthCheck.class, property = {HealthCheck.NAME + "=Module repository", HealthCheck.TAGS + "=rushline", HealthCheck.TAGS + "=io.rushline.modules.repository"})
public final class RepositoryHealth implements HealthCheck {

    private static final String INDEX = """
            <repository xmlns="http://www.osgi.org/xmlns/repository/v1.0.0" name="own" increment="1"><resource>
            <capability namespace="osgi.identity"><attribute name="osgi.identity" value="a"/><attribute name="type" value="osgi.bundle"/>
            <attribute name="version" type="Version" value="1.0.0"/></capability>
            <capability namespace="osgi.content"><attribute name="osgi.content" value="%s"/><attribute name="url" value="a.jar"/>
            <attribute name="size" type="Long" value="1"/></capability></resource></repository>
            """.formatted("0".repeat(64));

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile ModuleRepository repository;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile ModuleDownloads downloads;

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        if (repository == null || downloads == null) {
            log.critical("The repository or the downloads are not offered.");
        }
        try {
            int found = new IndexReader().read(URI.create("https://own/index.xml"), new ByteArrayInputStream(INDEX.getBytes(StandardCharsets.UTF_8))).modules().size();
            log.info("{} module in the index that this bundle carries.", found);
            if (found != 1) {
                log.critical("The index that this bundle carries is not read right.");
            }
        } catch (BadIndex | IOException broken) {
            log.critical("The index that this bundle carries cannot be read.", broken);
        }
        return new Result(log);
    }
}
