package io.rushline.fleet.hawkbit;

import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;

/** What tests with a whole client have in common. */
public abstract class RigTest {

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();
    Rig rig;

    @Before
    public void startTheServer() throws Exception {
        rig = new Rig(home.getRoot().toPath());
    }

    @After
    public void stopTheServer() {
        rig.close();
    }
}
