package io.rushline.console.rest;

import static io.rushline.console.access.Role.ADMIN;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rushline.console.Services;
import io.rushline.console.http.JsonResource;
import io.rushline.console.http.ProblemException;
import io.rushline.console.http.Request;
import io.rushline.console.view.ProfileFileView;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.ProfileFile;
import io.rushline.network.api.Secret;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Known networks on their way to another device, as an encrypted file. */
@Component(service = {Servlet.class, JsonResource.class})
@HttpWhiteboardServletPattern({"/api/v1/network/profiles/export", "/api/v1/network/profiles/import"})
public final class NetworkTransferResource extends JsonResource {

    private static final long serialVersionUID = 1L;

    /** The file and what is around it. */
    private static final int LIMIT_BYTES = ProfileFile.LIMIT_BYTES + 8 * 1024;

    record ExportRequest(@JsonProperty(required = true) String passphrase) {
        /** Without the passphrase. */
        @Override
        public String toString() {
            return "ExportRequest";
        }
    }

    record ImportRequest(@JsonProperty(required = true) String file, @JsonProperty(required = true) String passphrase) {
        /** Without the passphrase. */
        @Override
        public String toString() {
            return "ImportRequest";
        }
    }

    private final transient Services services;

    @Activate
    public NetworkTransferResource(@Reference Services services) {
        this.services = services;
        post("/network/profiles/export", ADMIN, this::export);
        post("/network/profiles/import", ADMIN, this::take);
    }

    private Object export(Request request) throws IOException, ProblemException, NetworkException {
        Secret passphrase = passphrase(request.body(ExportRequest.class).passphrase());
        return ProfileFileView.of(services.needNetworks().exported(passphrase));
    }

    private Object take(Request request) throws IOException, ProblemException, NetworkException {
        ImportRequest wanted = request.body(ImportRequest.class, LIMIT_BYTES);
        if (wanted.file() == null) {
            throw ProblemException.badRequest("file must be the text of a file of networks.");
        }
        Secret passphrase = passphrase(wanted.passphrase());
        return Map.of("networks", ProfileFileView.networks(services.needNetworks().imported(wanted.file(), passphrase)));
    }

    private static Secret passphrase(String typed) throws ProblemException {
        if (typed == null) {
            throw ProblemException.badRequest("passphrase must be a text.");
        }
        return new Secret(typed);
    }
}
