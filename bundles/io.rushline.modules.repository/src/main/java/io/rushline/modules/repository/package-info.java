/** Modules from an OSGi R5 repository, over HTTPS or from a medium, downloaded behind the uploads. */
package io.rushline.modules.repository;
