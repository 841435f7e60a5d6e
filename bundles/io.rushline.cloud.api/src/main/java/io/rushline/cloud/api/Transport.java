package io.rushline.cloud.api;

/**
 * What carries the bytes, for people.
 *
 * @param tls               {@code Conscrypt 2.5.2} or {@code JDK}
 * @param congestionControl TCP's, as the kernel calls it: {@code bbr}; empty where it cannot be known
 */
public record Transport(String tls, String congestionControl) {
}
