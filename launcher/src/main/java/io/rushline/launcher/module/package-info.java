/** Modules, seen from the launcher: what they are on disk, which set of them runs, and the switch from one set to the next. */
package io.rushline.launcher.module;
