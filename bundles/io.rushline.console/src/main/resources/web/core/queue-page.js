/** One page of the queue, as filtered, kept live by the events of its clips: known ones change in place, others make it be read again. */
import {call, Problem} from './api.js';
import {stream} from './stream.js';
import {learn} from './transfers.js';
import {on} from './topics.js';

export const GROUPS = {
  active: ['UPLOADING', 'WAITING', 'RETRYING', 'PAUSED'],
  problems: ['FAILED', 'REJECTED', 'HELD'],
  done: ['COMPLETED', 'CANCELLED'],
  all: [],
};
/** States in which a clip has a place in line that can be changed. */
export const IN_LINE = ['WAITING', 'RETRYING', 'PAUSED'];

/** How many clips stand in these states; none named means all. */
export const countIn = ({counts}, states) => (states.length ? states : Object.keys(counts)).reduce((sum, state) => sum + counts[state], 0);

const SETTLE_MS = 120; // a burst of changes is one reading
const REST_MS = 1500; // between two readings, however much happens

export class QueuePage {
  items = [];
  total = 0;
  /** Nothing was read yet for what is asked. */
  fresh = true;
  /** Why the last reading did not work; null when it did. */
  problem = null;
  query = {states: [], text: '', reason: '', project: '', offset: 0, limit: 100};

  #changed;
  #ends = [];
  #timer;
  #readAt = -Infinity;
  #reading = 0;
  #meanwhile = null; // clips told of while a reading is under way
  #away = false;

  /** `changed` is called whenever there is something new to show. */
  constructor(changed, query) {
    this.#changed = changed;
    Object.assign(this.query, query);
  }

  start() {
    this.#ends = [on('item', (item) => this.#take(item)), on('joined', () => this.read()), on('status', () => this.#watch())];
    this.read();
  }

  stop() {
    this.#ends.forEach((end) => end());
    clearTimeout(this.#timer);
  }

  /** Shows something else. */
  show(query) {
    Object.assign(this.query, query);
    this.fresh = true;
    this.read();
  }

  /** Reads the page from the device now; of several readings under way only the last counts. */
  async read() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#readAt = performance.now();
    const mine = ++this.#reading;
    this.#meanwhile = [];
    const {states, ...others} = this.query;
    try {
      const page = await call('GET', 'queue?' + new URLSearchParams({state: states.join(','), ...others}));
      if (mine === this.#reading) {
        this.#fill(page);
      }
    } catch (error) {
      if (!(error instanceof Problem)) {
        throw error;
      }
      if (mine === this.#reading) {
        this.#meanwhile = null;
        this.problem = error;
      }
    }
    this.#changed();
  }

  /** The clip ahead of this one in line, as far as this page shows it. */
  ahead(item) {
    const place = this.items.findIndex((one) => one.id === item.id);
    return this.items.slice(0, Math.max(0, place)).findLast((one) => IN_LINE.includes(one.state) && one.priority === item.priority);
  }

  /** The clip behind this one in line, as far as this page shows it. */
  behind(item) {
    const place = this.items.findIndex((one) => one.id === item.id);
    return place < 0 ? undefined : this.items.slice(place + 1).find((one) => IN_LINE.includes(one.state) && one.priority === item.priority);
  }

  /** What is asked for, as the API names it. */
  get matching() {
    const {states, text, reason, project} = this.query;
    return {states, text, reason: reason || null, project: project || null};
  }

  #fill({items, total}) {
    this.items = items;
    this.total = total;
    this.fresh = false;
    this.problem = null;
    items.forEach(learn);
    const missed = this.#meanwhile;
    this.#meanwhile = null;
    missed.forEach((item) => this.#take(item)); // may be newer than the answer; if older, the newer word is still to come
    if (!items.length && total && this.query.offset) {
      this.show({offset: Math.floor((total - 1) / this.query.limit) * this.query.limit}); // this page is gone
    }
  }

  /** A queue that was away, being replaced perhaps, is read anew once it is back; so it is when its numbers contradict this page. */
  #watch() {
    const {queue} = stream.status;
    const {states, text, reason, project} = this.query;
    if (!queue) {
      this.#away = true;
    } else if (this.#away || this.problem || !this.fresh && !text && !reason && !project && this.total !== countIn(queue, states)) {
      this.#away = false;
      this.#soon();
    }
  }

  #take(item) {
    this.#meanwhile?.push(item);
    const place = this.items.findIndex((one) => one.id === item.id);
    if (place >= 0) {
      const before = this.items[place];
      this.items = [...this.items.slice(0, place), item, ...this.items.slice(place + 1)];
      if (before.state !== item.state || before.position !== item.position || before.priority !== item.priority) {
        this.#soon();
      }
      this.#changed();
    } else if (this.#matches(item)) {
      this.#soon();
    }
  }

  #matches(item) {
    const {states, text, reason, project} = this.query;
    return (!states.length || states.includes(item.state)) && item.name.toLowerCase().includes(text.toLowerCase())
      && (!reason || item.reason?.code === reason) && (!project || item.projectId === project);
  }

  #soon() {
    this.#timer ??= setTimeout(() => this.read(), Math.max(SETTLE_MS, this.#readAt + REST_MS - performance.now()));
  }
}
