/** The one connection to the device's event stream, what it last said, and how much that can be trusted. */
import {loadSession} from './session.js';
import {tell} from './topics.js';

const RETRY_MS = [500, 1000, 2000, 4000, 8000];
const SOON_MS = 500;
const SILENCE_MS = 40_000;

export const stream = {
  /** CONNECTING (never yet), LIVE, LOST. */
  state: 'CONNECTING',
  /** When that state began, and when the device was last heard; this browser's clock. */
  since: Date.now(),
  heardAt: 0,
  /** Whether the device is known to be replacing its parts: then it comes back soon. */
  replacing: false,
  /** The whole status document; null before the first. */
  status: null,
  /** Its uploader part, renewed more often. */
  get uploader() {
    return this.status?.uploader ?? null;
  },
  start() {
    connect();
    addEventListener('online', hurry);
    document.addEventListener('visibilitychange', () => document.hidden || hurry());
  },
};

let source;
let failures = 0;
let retry;
let watchdog;

function connect() {
  clearTimeout(retry);
  retry = undefined;
  source?.close();
  source = new EventSource('/api/v1/events');
  source.onopen = heard;
  source.onerror = lost;
  follow('status', (status) => {
    const joined = stream.state !== 'LIVE';
    stream.status = status;
    become('LIVE');
    failures = 0;
    tell('status');
    tell('uploader');
    if (joined) {
      tell('joined');
    }
  });
  follow('item', (item) => tell('item', item));
  follow('modules', (update) => tell('update', update));
  follow('uploader', (uploader) => {
    if (stream.status) {
      stream.status = {...stream.status, uploader};
      tell('uploader');
    }
  });
  source.addEventListener('ping', () => { // where the device sends signs of life, their absence means a dead connection
    heard();
    clearTimeout(watchdog);
    watchdog = setTimeout(lost, SILENCE_MS);
  });
}

function follow(name, take) {
  source.addEventListener(name, (event) => {
    heard();
    take(JSON.parse(event.data));
  });
}

function heard() {
  stream.heardAt = Date.now();
}

/** EventSource gives up on some errors and never says which: so each one ends it, and this module tries again by itself. */
function lost() {
  source.close();
  clearTimeout(watchdog);
  if (stream.state === 'LIVE') {
    become('LOST');
  }
  if (retry === undefined) {
    const wait = RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)];
    retry = setTimeout(connect, stream.replacing ? SOON_MS : wait);
    loadSession(); // it may have ended: this finds out
  }
}

function hurry() {
  if (retry !== undefined) {
    failures = 0;
    connect();
  }
}

function become(state) {
  if (stream.state !== state) {
    stream.state = state;
    stream.since = Date.now();
    tell('link');
  }
}
