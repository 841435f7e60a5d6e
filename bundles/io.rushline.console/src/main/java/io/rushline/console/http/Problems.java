package io.rushline.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rushline.auth.api.AuthException;
import io.rushline.console.access.AccessException;
import io.rushline.console.view.ReasonView;
import io.rushline.host.api.ModuleException;
import io.rushline.network.api.NetworkException;
import io.rushline.queue.api.QueueException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Turns exceptions into problem documents. */
final class Problems {

    private static final Logger LOG = System.getLogger(Problems.class.getName());
    private static final Duration SOON = Duration.ofSeconds(2);

    private Problems() {
    }

    static ProblemException of(Exception e) {
        if (e instanceof ProblemException problem) {
            return problem;
        } else if (e instanceof QueueException queue) {
            return ofQueue(queue);
        } else if (e instanceof AuthException auth) {
            return ofAuth(auth);
        } else if (e instanceof AccessException access) {
            return ofAccess(access);
        } else if (e instanceof ModuleException module) {
            return ofModule(module);
        } else if (e instanceof NetworkException network) {
            return ofNetwork(network);
        } else if (e instanceof JsonProcessingException json) {
            return ProblemException.badRequest("The body is not the JSON that is wanted: " + json.getOriginalMessage());
        }
        LOG.log(Level.ERROR, "A request failed for a reason nobody thought of", e);
        return new ProblemException(Problem.of(500, "console.bug", "Something went wrong in the console.", null, "Report it with the log."));
    }

    private static ProblemException ofQueue(QueueException e) {
        int status = switch (e.code()) {
            case UNKNOWN_ITEM -> 404;
            case ILLEGAL_TRANSITION -> 409;
            case STORE_FULL -> 507;
            case STORE -> 503;
        };
        return problem(status, Problem.code("queue", e.code()), e.code().what, e.getMessage(), e.code().todo, e);
    }

    private static ProblemException ofAuth(AuthException e) {
        int status = switch (e.code()) {
            case NOT_PAIRED, ALREADY_PAIRED, EXPIRED -> 409;
            case REFUSED -> 502;
            case STORE -> 503;
        };
        return problem(status, Problem.code("auth", e.code()), e.code().what, e.getMessage(), e.code().todo, e);
    }

    private static ProblemException ofModule(ModuleException e) {
        int status = switch (e.code()) {
            case NOT_A_MODULE, HOSTILE, UNSIGNED, TAMPERED, NOT_TRUSTED, NOT_VALID_NOW, DOWNGRADE, SAME_IDENTITY, UNRESOLVED, RESTARTS_OTHERS -> 422;
            case BUSY, OUTDATED, NOTHING_BEFORE, BUILT_IN, DOES_NOT_START, UNHEALTHY, HUNG, CUT, CANCELLED -> 409;
            case TOO_LARGE -> 413;
            case UNKNOWN -> 404;
            case NO_SPACE -> 507;
            case STORE -> 503;
        };
        return problem(status, ReasonView.of(e.code()).code(), e.code().what, e.detail().isEmpty() ? e.code().what : e.detail(), e.code().todo, e);
    }

    private static ProblemException ofNetwork(NetworkException e) {
        int status = switch (e.code()) {
            case BAD_SETTINGS, WRONG_PASSPHRASE, BAD_FILE, OTHER_VERSION -> 422;
            case UNKNOWN -> 404;
            case TOO_LARGE -> 413;
            case NOT_PORTABLE, DUPLICATE, BUSY, TESTING, WRONG_LOGIN, NOT_FOUND, NO_ADDRESS, NO_CARRIER, ADAPTER_GONE, TIMEOUT, NO_PORTAL, NO_RADIO, NO_SUPPLICANT, FAILED -> 409;
            case REFUSED, UNAVAILABLE -> 503;
        };
        return problem(status, Problem.code("network", e.code()), e.code().what, e.getMessage(), e.code().todo, e);
    }

    private static ProblemException ofAccess(AccessException e) {
        Problem problem = Problem.of(e.code().status, Problem.code("access", e.code()), e.code().what, null, e.code().todo);
        logOwnFault(problem, e);
        return e.code().status == 429 || e.code().status == 503 ? ProblemException.retryAfter(problem, e.retryAfter())
                : new ProblemException(problem);
    }

    private static ProblemException problem(int status, String code, String what, String message, String todo, Exception cause) {
        Problem problem = Problem.of(status, code, what, message.equals(what) ? null : message, todo);
        logOwnFault(problem, cause);
        return status == 503 ? ProblemException.retryAfter(problem, SOON) : new ProblemException(problem);
    }

    /** The answer cannot tell a cause in full: the log does, where the appliance and not the caller is at fault. */
    private static void logOwnFault(Problem problem, Exception cause) {
        if (problem.status() >= 500 && cause.getCause() != null) {
            LOG.log(Level.WARNING, problem.title(), cause);
        }
    }
}
