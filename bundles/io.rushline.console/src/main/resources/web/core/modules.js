/**
 * What the device is made of, and the update that goes on: read at the start and after each break, told by the event stream in between. What only the dialog of
 * modules shows is read while that is open. Topic `modules`: something of it was renewed.
 */
import {read} from './api.js';
import {changeWords} from './module-words.js';
import {stream} from './stream.js';
import {t} from './strings.js';
import {on, tell} from './topics.js';

export const modules = {
  /** null while nobody knows: their provider is away. */
  list: null,
  /** Why the device runs its last known good set; null in ordinary times. */
  safeMode: null,
  /** The update that goes on or is scheduled. */
  current: null,
  staged: [],
  /** null where there is none. */
  repository: null,
  fleet: null,
};

let asked = 0;
let taken = 0;

/** Reads what runs. */
export async function loadModules() {
  const turn = ++asked;
  const before = modules.current;
  const answer = await read('modules');
  if (turn < taken) {
    return; // a later answer was faster
  }
  taken = turn;
  if (answer) {
    ({modules: modules.list, safeMode: modules.safeMode} = answer);
    take(answer.current);
    if (before && answer.current?.id !== before.id) {
      const ended = await read(`modules/updates/${before.id}`); // while this page was cut off
      if (ended?.endedAt) {
        tellEnd(ended);
      }
    }
  } else {
    modules.list = null;
  }
  tell('modules');
}

/** Reads what waits to be installed. */
export async function loadStaged() {
  modules.staged = (await read('modules/staged'))?.modules ?? [];
  tell('modules');
}

/** Reads where modules come from by themselves. */
export async function loadSources() {
  [modules.repository, modules.fleet] = await Promise.all([read('modules/repository'), read('modules/fleet')]);
  tell('modules');
}

function take(update) {
  modules.current = update;
  stream.replacing = ['SWITCHING', 'SETTLING'].includes(update?.state);
}

/** Takes an update as the device has just answered or told it. */
export function learnUpdate(update) {
  const another = modules.current && modules.current.id !== update.id;
  if (!update.endedAt) {
    take(update);
  } else {
    if (!another) {
      take(null);
    }
    tellEnd(update);
    loadModules();
    loadStaged();
  }
  tell('modules');
}

let toldOf;

function tellEnd(update) {
  if (toldOf !== update.id) {
    toldOf = update.id;
    const good = update.state === 'COMMITTED';
    tell('notice', {good, what: `${t(`update.${update.state}.notice`)} ${changeWords(update.changes)}`,
      todo: good ? '' : [update.why?.what, update.detail, update.why?.todo].filter(Boolean).join(' ')});
  }
}

on('update', learnUpdate);
on('joined', () => loadModules());
