package io.rushline.console.rest;

import static io.rushline.console.access.Role.OPERATOR;
import static io.rushline.console.access.Role.VIEWER;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rushline.console.Services;
import io.rushline.console.http.Answer;
import io.rushline.console.http.JsonResource;
import io.rushline.console.http.ProblemException;
import io.rushline.console.http.Request;
import io.rushline.console.view.AbandonedView;
import io.rushline.console.view.ItemView;
import io.rushline.console.view.SettingsView;
import io.rushline.queue.api.Action;
import io.rushline.queue.api.ItemFilter;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemPage;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.QueueException;
import io.rushline.queue.api.QueueSettings;
import io.rushline.queue.api.Selection;
import io.rushline.queue.api.UploadQueue;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Lists, adds and commands clips, and the queue as a whole. */
@Component(service = {Servlet.class, JsonResource.class})
@HttpWhiteboardServletPattern({"/api/v1/queue/*", "/api/v1/projects", "/api/v1/abandoned-assets"})
public final class QueueResource extends JsonResource {

    private static final long serialVersionUID = 1L;
    private static final int DEFAULT_LIMIT = 100;

    record AddRequest(@JsonProperty(required = true) String path, Integer channel, Integer priority) {
    }

    record MoveRequest(@JsonProperty(required = true) Long before) {
    }

    record PriorityRequest(@JsonProperty(required = true) int priority) {
    }

    record SettingsRequest(@JsonProperty(required = true) boolean manual, @JsonProperty(required = true) boolean paused) {
    }

    record PageView(List<ItemView> items, long total) {
    }

    private final transient Services services;
    private final transient ByHand byHand;

    @Activate
    public QueueResource(@Reference Services services, @Reference ByHand byHand) {
        this.services = services;
        this.byHand = byHand;
        get("/queue", VIEWER, this::list);
        post("/queue", OPERATOR, this::add);
        get("/queue/{id}", VIEWER, r -> item(r.id()));
        for (Action action : Action.values()) {
            String path = action.name().toLowerCase(Locale.ROOT);
            post("/queue/{id}/" + path, OPERATOR, r -> {
                services.needQueue().apply(action, new ItemId(r.id()));
                return item(r.id());
            });
            post("/queue/" + path, OPERATOR, r -> BulkAction.apply(services.needQueue(), action, r.body(BulkAction.Choice.class)));
        }
        post("/queue/actions", OPERATOR, r -> BulkAction.apply(services.needQueue(), r.body(BulkAction.Order.class)));
        post("/queue/{id}/move", OPERATOR, this::move);
        post("/queue/{id}/prioritise", OPERATOR, this::prioritise);
        post("/queue/{id}/upload-again", OPERATOR,
                r -> Answer.json(201, item(services.needQueue().uploadAgain(new ItemId(r.id())).value())));
        get("/queue/settings", VIEWER, r -> SettingsView.of(services.needQueue().settings()));
        put("/queue/settings", OPERATOR, this::settings);
        get("/projects", VIEWER, r -> Map.of("projects", services.needQueue().projects()));
        get("/abandoned-assets", VIEWER,
                r -> Map.of("assets", services.needQueue().abandonedAssets().stream().map(AbandonedView::of).toList()));
    }

    private ItemView item(long id) throws QueueException, ProblemException {
        return services.needQueue().find(new ItemId(id)).map(ItemView::of)
                .orElseThrow(() -> new QueueException(QueueException.Code.UNKNOWN_ITEM));
    }

    private Object list(Request request) throws QueueException, ProblemException {
        Selection.Matching matching = new Selection.Matching(states(request), request.query("text").orElse(""), request.query("reason"),
                request.query("project"));
        ItemFilter filter = new ItemFilter(matching, request.query("offset", 0, Integer.MAX_VALUE, 0),
                request.query("limit", 1, 1000, DEFAULT_LIMIT));
        ItemPage page = services.needQueue().list(filter);
        return new PageView(page.items().stream().map(ItemView::of).toList(), page.total());
    }

    private static Set<ItemState> states(Request request) throws ProblemException {
        Set<ItemState> states = EnumSet.noneOf(ItemState.class);
        try {
            request.query("state").stream().flatMap(text -> Arrays.stream(text.split(","))).map(ItemState::valueOf).forEach(states::add);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("state must be states separated by commas, from " + Arrays.toString(ItemState.values()) + ".");
        }
        return states;
    }

    private Object add(Request request) throws IOException, ProblemException, QueueException {
        AddRequest wanted = request.body(AddRequest.class);
        if (wanted.path() == null) {
            throw ProblemException.badRequest("path must be a text.");
        }
        int channel = Optional.ofNullable(wanted.channel()).orElse(0);
        if (channel < 0) {
            throw ProblemException.badRequest("channel must be 0 or more.");
        }
        ItemId id = byHand.add(wanted.path(), channel, Optional.ofNullable(wanted.priority()).orElse(0));
        return Answer.json(201, item(id.value()));
    }

    private Object move(Request request) throws IOException, ProblemException, QueueException {
        Optional<ItemId> before = Optional.ofNullable(request.body(MoveRequest.class).before()).map(ItemId::new);
        services.needQueue().move(new ItemId(request.id()), before);
        return item(request.id());
    }

    private Object prioritise(Request request) throws IOException, ProblemException, QueueException {
        services.needQueue().prioritise(new ItemId(request.id()), request.body(PriorityRequest.class).priority());
        return item(request.id());
    }

    private Object settings(Request request) throws IOException, ProblemException, QueueException {
        SettingsRequest wanted = request.body(SettingsRequest.class);
        UploadQueue queue = services.needQueue();
        queue.settings(new QueueSettings(wanted.manual(), wanted.paused()));
        return SettingsView.of(queue.settings());
    }
}
