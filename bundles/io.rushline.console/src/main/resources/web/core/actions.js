/** What can be done to clips: one table that feeds the buttons of a row, of its details, of a selection and of the whole queue, and the keys. */
import {call, Problem} from './api.js';
import {ask} from './ask.js';
import {IN_LINE} from './queue-page.js';
import {session} from './session.js';
import {t} from './strings.js';
import {tell} from './topics.js';

const UNFINISHED = ['WAITING', 'UPLOADING', 'RETRYING', 'PAUSED', 'HELD'];

/**
 * id      names its texts (`action.<id>`), icon and, but for moves, its path in the API
 * key     pressed on a clip's name
 * states  of clips it can be done to
 * row     those in which it has a button of its own in the row, not only in the details
 * bulk    also to several clips, and to the whole queue
 */
export const ACTIONS = [
  {id: 'pause', key: 'p', states: ['WAITING', 'UPLOADING', 'RETRYING'], row: ['WAITING', 'UPLOADING'], bulk: true},
  {id: 'resume', key: 'r', states: ['PAUSED', 'HELD'], row: ['PAUSED', 'HELD'], bulk: true},
  {id: 'retry', key: 'r', states: ['RETRYING', 'FAILED', 'CANCELLED'], row: ['RETRYING', 'FAILED', 'CANCELLED'], bulk: true},
  {id: 'up', key: 'Shift+ArrowUp', states: IN_LINE, row: IN_LINE, run: moveUp},
  {id: 'first', key: 'Shift+Home', states: IN_LINE, row: [], run: moveFirst},
  {id: 'cancel', key: 'Delete', states: UNFINISHED, row: UNFINISHED, bulk: true, danger: true, confirm: true},
];

/** What can be done to this clip now. */
export const available = (item) => session.mayAct ? ACTIONS.filter((action) => action.states.includes(item.state)) : [];

/** The action of a key for this clip, if there is one. */
export function forKey(event, item) {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return undefined;
  }
  const key = (event.shiftKey && event.key.length > 1 ? 'Shift+' : '') + event.key;
  return available(item).find((action) => action.key === key);
}

/** Does it to one clip; `page` is the page it stands on. Trouble is told to the reader. */
export async function act(action, item, page) {
  if (action.confirm && !await ask({...texts(action, 1), name: item.name, danger: action.danger})) {
    return;
  }
  await tellTrouble(() => action.run ? action.run(item, page) : call('POST', `queue/${item.id}/${action.id}`));
}

/** Does it to several clips, given by id, or to the whole queue where `ids` is null. Gives whether it was done. */
export async function actOnMany(action, ids) {
  if ((action.confirm || ids === null) && !await ask({...texts(action, ids?.length ?? 'all'), danger: action.danger})) {
    return false;
  }
  return tellTrouble(async () => {
    const {refused} = await call('POST', `queue/${action.id}`, ids === null ? {all: true} : {ids});
    if (refused.length) {
      throw new Problem({title: t('bulk.refused', {n: refused.length}), detail: refused[0].detail});
    }
  });
}

/** Runs a call and shows its refusal. Gives whether it went through. */
export async function tellTrouble(run) {
  try {
    await run();
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) {
      throw error;
    }
    tell('notice', error);
    return false;
  }
}

function texts(action, n) {
  const key = n === 'all' ? `ask.${action.id}.all` : `ask.${action.id}`;
  return {title: t(key, {n}), text: t(`${key}.text`, {n}), yes: t(`${key}.yes`, {n})};
}

async function moveUp(item, page) {
  const ahead = page.ahead(item);
  if (ahead) {
    await call('POST', `queue/${item.id}/move`, {before: ahead.id});
  }
}

async function moveFirst(item) {
  const {items: [first]} = await call('GET', 'queue?' + new URLSearchParams({state: IN_LINE.join(','), limit: 1}));
  if (first && first.id !== item.id) {
    await call('POST', `queue/${item.id}/move`, {before: first.id});
  }
}
