package io.rushline.uploader.c2c;

import java.lang.reflect.Proxy;

/** Services of which a test needs one method or two. */
final class Fake {

    /** What each call gives. */
    interface Answer {
        Object to(String method, Object[] arguments) throws Throwable;
    }

    private Fake() {
    }

    static <T> T of(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(Fake.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }
}
