/**
 * Who wants to know what, within this page. Topics: `status` (the device's status was renewed), `item` (a clip changed; value: the clip),
 * `uploader` (transfers moved), `update` (of modules, is in another state; value: the update), `modules` and `networks` (what is known of them was renewed), `link` (the event stream came or went), `joined` (it came, at first or again: what was read before may have changed untold), `session`, `names` (of projects and clips, were learnt), `projects` (of projects were learnt), `notice` (a problem to show), `ask` (a question to show), `tick` (a second passed).
 */
const listeners = new Map();
let ticker;

/** Calls `listener(value)` at each news; gives the function that ends it. */
export function on(topic, listener) {
  const all = listeners.get(topic) ?? new Set();
  listeners.set(topic, all.add(listener));
  if (topic === 'tick') {
    ticker ??= setInterval(() => tell('tick'), 1000);
  }
  return () => all.delete(listener);
}

export function tell(topic, value) {
  for (const listener of [...listeners.get(topic) ?? []]) {
    listener(value);
  }
}
