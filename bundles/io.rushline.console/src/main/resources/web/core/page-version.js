/** Loads this page anew when the console that serves it was replaced by another version, as soon as nobody is in the middle of something. */
import {stream} from './stream.js';
import {on} from './topics.js';

let loaded; // version of the console that served these scripts
let busy = 0;

/** While `work` goes on the page stays. */
export async function staying(work) {
  busy++;
  try {
    return await work();
  } finally {
    busy--;
  }
}

export function followVersion() {
  on('status', () => {
    loaded ??= stream.status.device.consoleVersion;
    renew();
  });
  on('tick', renew);
}

/** Dialogs marked `data-survives` open again by themselves, with all they showed. */
function renew() {
  const now = stream.status?.device.consoleVersion;
  if (stream.state === 'LIVE' && now && now !== loaded && !busy && !document.querySelector('dialog[open]:not([data-survives])') && !isTyping()) {
    loaded = now; // once
    location.reload();
  }
}

function isTyping() {
  const at = document.activeElement;
  return at instanceof HTMLInputElement && at.type !== 'checkbox' && at.type !== 'radio' && at.value !== '';
}
