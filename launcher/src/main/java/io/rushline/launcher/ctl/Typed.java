package io.rushline.launcher.ctl;

import java.util.Optional;
import java.util.Scanner;

/** What a person types and nobody else may see: it stands in no list of commands. */
final class Typed {

    private Typed() {
    }

    /** The question goes beside the answer of {@code --json}, which has standard output for itself. */
    static String password(CtlCommand ctl, String of) {
        if (System.console() != null) {
            return new String(Optional.ofNullable(System.console().readPassword("Password of %s: ", Text.printable(of))).orElse(new char[0]));
        }
        ctl.step("Type the password of " + Text.printable(of) + ".");
        Scanner typed = new Scanner(System.in);
        return typed.hasNextLine() ? typed.nextLine() : "";
    }
}
