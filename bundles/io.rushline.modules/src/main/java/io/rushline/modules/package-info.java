/** Changes modules: stages, installs, lets settle, keeps or goes back; knows who changed what when. */
package io.rushline.modules;
