/** A recorder; see README.md. */
package com.example.recorder;
