package io.rushline.uploader.c2c;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Knows the light copies of clips by their names. Any thread. */
final class Proxies {

    private final List<Pattern> names;

    /** @param globs {@code *} stands for any characters, {@code ?} for one, in any case; empty ones say nothing */
    Proxies(String... globs) {
        names = Arrays.stream(globs).map(String::strip).filter(glob -> !glob.isEmpty()).map(Proxies::pattern).toList();
    }

    private static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder();
        glob.chars().forEach(each -> regex.append(each == '*' ? ".*" : each == '?' ? "." : Pattern.quote(Character.toString(each))));
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    boolean fit(String clipName) {
        return names.stream().anyMatch(name -> name.matcher(clipName).matches());
    }
}
