/** What can be done to clips: one table that feeds the buttons of a row, of its details, of a selection and of the whole queue, and the keys. */
import {call, Problem} from './api.js';
import {ask} from './ask.js';
import {projectName} from './lookups.js';
import {IN_LINE} from './queue-page.js';
import {session} from './session.js';
import {stream} from './stream.js';
import {t} from './strings.js';
import {tell} from './topics.js';

const UNFINISHED = ['WAITING', 'UPLOADING', 'RETRYING', 'PAUSED', 'HELD'];
export const OTHER_PROJECT = 'queue.other-project';

/**
 * id      names its texts (`action.<id>`), icon and, but for moves, its path in the API
 * key     pressed on a clip's name
 * states  of clips it can be done to
 * row     those in which it has a button of its own in the row, not only in the details
 * bulk    also to several clips
 * whole   also to the whole queue
 * confirm whether a person is asked first, of these clips or, where they are not known, at all
 */
export const ACTIONS = [
  {id: 'pause', key: 'p', states: ['WAITING', 'UPLOADING', 'RETRYING'], row: ['WAITING', 'UPLOADING'], bulk: true},
  {id: 'resume', key: 'r', states: ['PAUSED', 'HELD'], row: ['PAUSED', 'HELD'], bulk: true, whole: true,
    confirm: (items) => !items || items.some((item) => item.reason?.code === OTHER_PROJECT)},
  {id: 'retry', key: 'r', states: ['RETRYING', 'FAILED', 'CANCELLED'], row: ['RETRYING', 'FAILED', 'CANCELLED'], bulk: true, whole: true},
  {id: 'upload-again', states: ['COMPLETED'], row: [], confirm: () => true},
  {id: 'up', key: 'Shift+ArrowUp', states: IN_LINE, row: IN_LINE, run: moveUp},
  {id: 'down', key: 'Shift+ArrowDown', states: IN_LINE, row: [], run: moveDown},
  {id: 'first', key: 'Shift+Home', states: IN_LINE, row: [], run: moveFirst},
  {id: 'last', key: 'Shift+End', states: IN_LINE, row: [], run: (item) => move(item, null)},
  {id: 'cancel', key: 'Delete', states: UNFINISHED, row: UNFINISHED, bulk: true, whole: true, danger: true, confirm: () => true},
];

/** What can be done to this clip now. */
export const available = (item) => session.mayAct ? ACTIONS.filter((action) => action.states.includes(item.state)) : [];

/** Its words on a button of this clip. */
export const label = (action, item) => t(action.id === 'resume' && item?.state === 'HELD' ? 'action.send' : `action.${action.id}`);

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
  if (action.confirm?.([item]) && !await ask({...texts(action, 1), name: item.name, danger: action.danger})) {
    return;
  }
  await tellTrouble(() => action.run ? action.run(item, page) : call('POST', `queue/${item.id}/${action.id}`));
}

/** Does it to these clips. Gives whether it was done. */
export async function actOnSome(action, items) {
  if (action.confirm?.(items) && !await ask({...texts(action, items.length), danger: action.danger})) {
    return false;
  }
  return tellTrouble(async () => {
    const {changed} = await call('POST', 'queue/actions', {action: action.id, ids: items.map((item) => item.id)});
    if (changed < items.length) {
      throw new Problem({title: t('bulk.refused', {n: items.length - changed}), todo: t('bulk.refused.todo')});
    }
  });
}

/** Does it to all `n` clips that match, on whatever page; those for which it cannot be done stay as they are. */
export async function actOnMatching(action, {states, ...matching}, n) {
  const meant = states.length ? states.filter((state) => action.states.includes(state)) : action.states;
  if (!meant.length) {
    tell('notice', new Problem({title: t('bulk.refused', {n}), todo: t('bulk.refused.todo')}));
    return false;
  }
  return await ask({...texts(action, n), danger: action.danger})
    && tellTrouble(() => call('POST', 'queue/actions', {action: action.id, matching: {...matching, states: meant}}));
}

/** Does it to all clips of the queue to which it can be done without risk, as the device knows it. */
export async function actOnAll(action) {
  return await ask({...texts(action, 'all'), danger: action.danger})
    && tellTrouble(() => call('POST', 'queue/actions', {action: action.id, matching: {}}));
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

/** Puts a clip right before another one; null: at the end of its own priority. */
export const move = (item, before) => call('POST', `queue/${item.id}/move`, {before: before?.id ?? null});

function texts(action, n) {
  const key = n === 'all' ? `ask.${action.id}.all` : `ask.${action.id}`;
  const project = projectName(stream.status?.connection?.projectId) ?? t('project.this');
  return {title: t(key, {n, project}), text: t(`${key}.text`, {n, project}), yes: t(`${key}.yes`, {n, project})};
}

async function moveUp(item, page) {
  const ahead = page.ahead(item);
  if (ahead) {
    await move(item, ahead);
  }
}

/** The one behind goes before it: its own next place may lie on another page. */
async function moveDown(item, page) {
  const behind = page.behind(item);
  if (behind) {
    await move(behind, item);
  }
}

async function moveFirst(item) {
  const {items: [first]} = await call('GET', 'queue?' + new URLSearchParams({state: IN_LINE.join(','), limit: 1}));
  if (first && first.id !== item.id) {
    await move(item, first);
  }
}
