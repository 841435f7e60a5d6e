/**
 * What is on its way for each clip, and how fast it moves: joins the uploader's transfers (every half second) with the acknowledgements (at once),
 * so that a part just acknowledged is not counted twice.
 */
import {stream} from './stream.js';
import {on} from './topics.js';

const WINDOW_MS = 6000;

const acked = new Map(); // item id → acknowledged bytes last heard of
const samples = new Map(); // item id → [{at, bytes}] over the window
let flights = new Map(); // item id → {sentBytes, parts, bitsPerSecond}
let current = []; // the transfers that still count

/** {sentBytes, parts, bitsPerSecond} of a clip that has parts on their way; else undefined. */
export const flight = (itemId) => flights.get(itemId);

/** Bytes on their way and not acknowledged, of all clips. */
export const inFlightBytes = () => current.reduce((sum, transfer) => sum + transfer.sentBytes, 0);

/** Takes note of a clip as the queue gave it. */
export function learn(item) {
  if (item.state !== 'UPLOADING') {
    acked.delete(item.id);
    samples.delete(item.id);
    return;
  }
  if (!acked.has(item.id)) {
    samples.delete(item.id); // its speed was counted without what it had already: begin anew
  }
  acked.set(item.id, item.ackedBytes);
}

on('item', (item) => {
  const size = item.ackedBytes - acked.get(item.id);
  learn(item);
  const done = current.filter((t) => t.item === item.id && t.sizeBytes === size).sort((a, b) => b.sentBytes - a.sentBytes)[0];
  if (done) {
    current = current.filter((t) => t !== done);
    count();
  }
});

on('uploader', () => {
  current = stream.uploader?.transfers ?? [];
  count();
});

on('link', () => { // speeds that may be old are none
  samples.clear();
  count();
});

function count() {
  const now = performance.now();
  const next = new Map();
  for (const {item, sentBytes} of current) {
    const one = next.get(item) ?? {sentBytes: 0, parts: 0, bitsPerSecond: 0};
    one.sentBytes += sentBytes;
    one.parts++;
    next.set(item, one);
  }
  for (const [item, one] of next) {
    one.bitsPerSecond = speed(item, (acked.get(item) ?? 0) + one.sentBytes, now);
  }
  for (const item of samples.keys()) {
    if (!next.has(item)) {
      samples.delete(item);
    }
  }
  flights = next;
}

/** The slope of the last seconds. */
function speed(item, total, now) {
  const kept = (samples.get(item) ?? []).filter((sample) => now - sample.at < WINDOW_MS);
  const last = kept.at(-1);
  if (last && total < last.total) {
    kept.length = 0; // a part failed and starts again
  }
  kept.push({at: now, total});
  samples.set(item, kept);
  const span = now - kept[0].at;
  return span > 900 ? (total - kept[0].total) * 8000 / span : 0;
}
