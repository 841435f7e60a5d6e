package io.rushline.console.view;

import io.rushline.host.api.Plan;
import java.util.List;

/**
 * What a switch would do ({@code ModulePlan} in openapi.json).
 *
 * @param restarts symbolic names of all bundles that would be stopped and started
 */
public record PlanView(List<ChangeView> changes, List<String> restarts) {

    public static PlanView of(Plan plan) {
        return new PlanView(plan.changes().stream().map(ChangeView::of).toList(), plan.restarts());
    }
}
