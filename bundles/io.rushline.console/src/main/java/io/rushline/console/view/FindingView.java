package io.rushline.console.view;

import io.rushline.network.api.NetworkCheck;

/** What came of one step of a network check ({@code NetworkFinding} in openapi.json). */
public record FindingView(NetworkCheck.Step step, boolean good, String what, String todo, long millis) {

    public static FindingView of(NetworkCheck.Finding finding) {
        return new FindingView(finding.step(), finding.good(), finding.what(), Texts.orNull(finding.todo()), finding.took().toMillis());
    }
}
