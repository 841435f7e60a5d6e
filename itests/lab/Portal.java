import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A captive portal's web server: a page that gives a cookie, and a form that is taken only with it. Then it opens the network.
 *
 *   java Portal.java ADDRESS PORT COMMAND
 *
 * COMMAND is what opens the network, for sh.
 */
final class Portal {

    private static final String PAGE = "<form method=post action=/sign-in><input name=room></form>";

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])), 0);
        server.createContext("/sign-in", exchange -> signIn(exchange, arguments[2]));
        server.start();
    }

    private static void signIn(HttpExchange exchange, String open) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean known = exchange.getRequestHeaders().getOrDefault("Cookie", java.util.List.of()).stream().anyMatch(cookie -> cookie.contains("guest=7"));
        if (exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Set-Cookie", "guest=7; Path=/");
            answer(exchange, 200, PAGE);
        } else if (known && form.equals("room=12")) {
            answer(exchange, 200, "Welcome");
            new ProcessBuilder("sh", "-c", open).inheritIO().start();
        } else {
            answer(exchange, 403, "Who are you?");
        }
    }

    private static void answer(HttpExchange exchange, int status, String page) throws IOException {
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
