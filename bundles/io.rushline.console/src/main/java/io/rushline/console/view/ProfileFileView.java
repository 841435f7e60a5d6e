package io.rushline.console.view;

import io.rushline.network.api.ProfileFile;
import java.util.List;

/** Known networks in a file for another device ({@code NetworkFile} in openapi.json). */
public record ProfileFileView(String file, List<Entry> networks) {

    /** What became of one ({@code NetworkFileEntry} in openapi.json). */
    public record Entry(String name, ProfileFile.Outcome outcome, String what, String todo) {
    }

    public static ProfileFileView of(ProfileFile file) {
        return new ProfileFileView(file.text(), networks(file.networks()));
    }

    public static List<Entry> networks(List<ProfileFile.Entry> entries) {
        return entries.stream().map(each -> new Entry(each.name(), each.outcome(), Texts.orNull(each.what()), Texts.orNull(each.todo()))).toList();
    }
}
