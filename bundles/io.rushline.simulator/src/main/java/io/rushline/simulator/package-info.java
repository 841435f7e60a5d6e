/** A strict Camera to Cloud cloud in the box: pairing, tokens, assets, signed upload URLs, and what arrived. */
package io.rushline.simulator;
