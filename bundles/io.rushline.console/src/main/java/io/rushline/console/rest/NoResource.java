package io.rushline.console.rest;

import io.rushline.console.http.JsonResource;
import jakarta.servlet.Servlet;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Answers 404 below {@code /api} where no other resource is. */
@Component(service = {Servlet.class, JsonResource.class})
@HttpWhiteboardServletPattern("/api/*")
public final class NoResource extends JsonResource {

    private static final long serialVersionUID = 1L;
}
