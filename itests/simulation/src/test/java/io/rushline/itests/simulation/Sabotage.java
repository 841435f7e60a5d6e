package io.rushline.itests.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;

/** Breaks an invariant on purpose: comes between queue, uploader, cloud and connection and answers wrongly, to see that it is noticed. */
@FunctionalInterface
interface Sabotage {

    Sabotage NONE = (world, method, arguments, rightly) -> rightly.call();

    /**
     * @param method    that was called: {@code accept}, {@code put}, …
     * @param arguments may be changed
     * @param rightly   what would be done without this
     */
    Object call(World world, String method, Object[] arguments, Callable<Object> rightly) throws Throwable;

    default <T> T between(World world, Class<T> service, T real) {
        return this == NONE ? real : service.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {service}, (proxy, method, arguments) -> {
            Object[] given = arguments == null ? new Object[0] : arguments;
            try {
                return method.getName().equals("equals") ? proxy == given[0] : call(world, method.getName(), given, () -> method.invoke(real, given));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
