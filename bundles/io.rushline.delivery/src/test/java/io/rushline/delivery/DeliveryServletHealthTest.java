package io.rushline.delivery;

import static org.junit.Assert.assertEquals;

import java.time.Clock;
import org.apache.felix.hc.api.Result.Status;
import org.junit.Test;

public class DeliveryServletHealthTest {

    private final DeliveryServletHealth check = new DeliveryServletHealth();

    @Test
    public void anEmptyReportCanBeWritten() {
        assertEquals(Status.TEMPORARILY_UNAVAILABLE, check.execute().getStatus());
        check.own = new DeliveryServlet(Clock.systemUTC(), "cart", "1.0.0");
        assertEquals(check.execute().toString(), Status.OK, check.execute().getStatus());
    }

    @Test
    public void aReportThatCannotBeWrittenIsCritical() {
        check.own = new DeliveryServlet(Clock.systemUTC(), null, null);
        assertEquals(Status.CRITICAL, check.execute().getStatus());
    }
}
