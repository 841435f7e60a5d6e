package io.rushline.console.http;

import java.time.Duration;

/** A request that cannot be answered as asked; carries what the answer says. */
public final class ProblemException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final String header;
    private final String value;

    public ProblemException(Problem problem) {
        this(problem, null, null);
    }

    private ProblemException(Problem problem, String header, String value) {
        super(problem.title());
        this.problem = problem;
        this.header = header;
        this.value = value;
    }

    /** With one more header in the answer. */
    static ProblemException with(Problem problem, String header, String value) {
        return new ProblemException(problem, header, value);
    }

    static ProblemException retryAfter(Problem problem, Duration wait) {
        return with(problem, "Retry-After", Long.toString(Math.max(1, (wait.toMillis() + 999) / 1000)));
    }

    /** A service is being replaced or missing. */
    public static ProblemException away(String service) {
        return retryAfter(Problem.of(503, service + ".away", "The " + service + " is away.", null,
                "Try again in a moment: it may be being replaced."), Duration.ofSeconds(2));
    }

    /** Networks are chosen elsewhere, or NetworkManager is starting. */
    public static ProblemException networksAway() {
        return retryAfter(Problem.of(503, "networks.away", "Networks cannot be managed: NetworkManager does not answer.", null,
                "Try again in a moment; where this system has no NetworkManager, set its networks up there."), Duration.ofSeconds(2));
    }

    public static ProblemException notFound(String code, String title) {
        return new ProblemException(Problem.of(404, code, title, null, null));
    }

    public static ProblemException badRequest(String detail) {
        return new ProblemException(Problem.of(400, "request.malformed", "The request cannot be understood.", detail, null));
    }

    /** @param title what the disk did not take, and what holds */
    public static ProblemException notKept(String code, String title) {
        return new ProblemException(Problem.of(507, code, title, null, "Free space on the disk of this appliance, and try again."));
    }

    public Problem problem() {
        return problem;
    }

    void send(jakarta.servlet.http.HttpServletResponse response) throws java.io.IOException {
        if (header != null) {
            response.setHeader(header, value);
        }
        problem.send(response);
    }
}
