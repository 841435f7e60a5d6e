/** {@code rushline ctl}: a client of the REST API that the console bundle offers; knows nothing that is not in its OpenAPI document. */
package io.rushline.launcher.ctl;
