/** A client of Eclipse hawkBit's device API (DDI). */
package io.rushline.fleet.hawkbit;
