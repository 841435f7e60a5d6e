/** Calls the device's REST API, turns its refusals into `Problem`s, and learns the device's clock from its answers. */
import {t} from './strings.js';
import {learnClock} from './format.js';

const BASE = '/api/v1/';

/** Why a call did not work, in words for people: `what` happened, and `todo`; `code` is for programs. */
export class Problem extends Error {
  constructor({title, detail, todo, code, status}) {
    super([...new Set([title, detail])].filter(Boolean).join(' '));
    Object.assign(this, {what: this.message, todo: todo || '', code, status});
  }
}

/**
 * One call. Gives the parsed answer, or null where there is none; throws a `Problem`.
 * Where nobody is logged in it leaves for the log-in page, unless that is where it was called (`atLogin`).
 */
export async function call(method, path, body, {atLogin = false} = {}) {
  const headers = {Accept: 'application/json, application/problem+json'};
  if (method !== 'GET') {
    headers['X-Rushline'] = '1'; // a foreign page cannot send it: protects against forged requests
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  let response;
  try {
    response = await fetch(BASE + path, {method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: 'no-store'});
  } catch {
    throw new Problem({title: t('problem.unreachable'), todo: t('problem.unreachable.todo'), code: 'console.unreachable', status: 0});
  }
  learnClock(response.headers.get('Date'));
  const answer = await json(response);
  if (response.ok) {
    return answer;
  }
  if (response.status === 401 && !atLogin) {
    logIn();
  }
  throw new Problem({title: t('problem.status', {n: response.status}), ...answer, status: response.status});
}

/** Reads something that may be missing: null where it is away, or the device does not answer: other places tell. */
export async function read(path) {
  try {
    return await call('GET', path);
  } catch (error) {
    if (!(error instanceof Problem)) {
      throw error;
    }
    return null;
  }
}

/** Sends a file as it is, telling `progress(sentBytes)`; ends early where `signal` says so. Gives the parsed answer; throws a `Problem`. */
export function send(path, file, progress, signal) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much it has sent
    request.open('POST', BASE + path);
    request.responseType = 'json';
    request.setRequestHeader('Accept', 'application/json, application/problem+json');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('X-Rushline', '1');
    request.upload.onprogress = ({loaded}) => progress(loaded);
    request.onload = () => request.status < 300 ? done(request.response)
      : failed(new Problem({title: t('problem.status', {n: request.status}), ...request.response, status: request.status}));
    request.onerror = () => failed(new Problem({title: t('problem.unreachable'), todo: t('problem.unreachable.todo'), code: 'console.unreachable', status: 0}));
    request.onabort = () => failed(new Problem({title: t('problem.stopped'), code: 'console.stopped', status: 0}));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

/** To the log-in page, and back here afterwards. */
export function logIn() {
  location.assign('/login.html?next=' + encodeURIComponent(location.pathname + location.search + location.hash));
}

async function json(response) {
  const type = response.headers.get('Content-Type') ?? '';
  if (!/\bjson\b/.test(type)) {
    return null;
  }
  try {
    return await response.json();
  } catch {
    return null; // cut off on its way: the status alone has to do
  }
}
