/** The queue: a page of clips, live, with what can be done to one, to a selection and to all. */
import {html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {act, actOnMatching, actOnSome, forKey, move, tellTrouble} from '../core/actions.js';
import {Element} from '../core/element.js';
import {number, rate} from '../core/format.js';
import {countIn, GROUPS, IN_LINE, QueuePage} from '../core/queue-page.js';
import {dragRow} from '../core/row-drag.js';
import {session} from '../core/session.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';
import {flight} from '../core/transfers.js';
import {icon} from './icons.js';
import './flow-line.js';
import './queue-bar.js';
import './queue-row.js';
import './queue-toolbar.js';

class QueuePanel extends Element {
  static topics = ['status', 'uploader', 'session', 'link'];
  static properties = {group: {state: true}, open: {state: true}, selected: {state: true}, every: {state: true}};

  #page = new QueuePage(() => this.requestUpdate(), {states: GROUPS.active});
  #chosen = false;

  constructor() {
    super();
    this.group = 'active';
    this.open = null;
    this.selected = new Set();
    this.every = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#page.start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#page.stop();
  }

  /** Shows another group of clips. */
  choose(group) {
    this.#chosen = true;
    this.group = group;
    this.#show({states: GROUPS[group], reason: '', offset: 0});
  }

  /** Shows the clips that are held for one reason. */
  showHeld(code) {
    this.#chosen = true;
    this.group = 'problems';
    this.#show({states: ['HELD'], text: '', reason: code, project: '', offset: 0});
    const search = this.querySelector('[type=search]');
    if (search) {
      search.value = '';
    }
  }

  /** Whoever comes when all is done sees what was done, not an empty list. */
  willUpdate() {
    const queue = stream.status?.queue;
    if (queue && !this.#chosen) {
      this.#chosen = true;
      if (!countIn(queue, GROUPS.active)) {
        this.choose('all');
      }
    }
  }

  /** Rows change places, and what is moved loses the focus: it gets it back. */
  update(changed) {
    const focused = this.contains(document.activeElement) ? document.activeElement : null;
    super.update(changed);
    if (focused?.isConnected && document.activeElement !== focused) {
      focused.focus({preventScroll: true});
    }
  }

  render() {
    const page = this.#page;
    const shown = page.items.map((item) => item.id);
    const picked = shown.filter((id) => this.selected.has(id));
    return html`
      <section class="card queue" aria-labelledby="queue-title">
        <header>
          <h2 id="queue-title">${t('queue')}</h2>
          <p class="doing" data-testid="activity">${activity()}</p>
        </header>
        <flow-line></flow-line>
        <queue-bar></queue-bar>
        <queue-toolbar .group=${this.group} .picked=${picked.length} .shown=${shown.length} .total=${page.total} .every=${this.every}
          .reason=${page.query.reason} .project=${page.query.project}
          @project=${(event) => this.#show({project: event.detail, offset: 0})}
          @pick-matching=${() => { this.every = true; }}
          @choose=${(event) => this.choose(event.detail)}
          @search=${(event) => this.#show({text: event.detail, offset: 0})}
          @pick-all=${(event) => this.#select(event.detail ? shown : [])}
          @bulk=${(event) => this.#bulk(event.detail, picked)}></queue-toolbar>
        ${page.problem ? html`<p class="trouble" role="alert">${page.problem.what} ${page.problem.todo}</p>` : null}
        <div class="rows" role="list" aria-label=${t('queue')} aria-busy=${page.fresh} @keydown=${this.#key}>
          ${repeat(page.items, (item) => item.id, (item) => html`
            <queue-row role="listitem" data-testid="queue-row" data-id=${item.id} data-name=${item.name} data-state=${item.state} ?data-line=${IN_LINE.includes(item.state)}
              ?data-growing=${item.growing} .item=${item} .flight=${flight(item.id)} .why=${stream.uploader?.why} .page=${page}
              .open=${this.open === item.id} .picked=${this.selected.has(item.id)}
              @toggle-details=${() => this.#toggle(item)} @pick=${() => this.#pick(item)}
              @drag-row=${(event) => this.#drag(event.detail)}></queue-row>`)}
        </div>
        ${page.items.length || page.fresh || page.problem ? null : html`<div class="empty">${icon('folder')}<p>${this.#nothing()}</p></div>`}
        ${this.#pager()}
      </section>`;
  }

  #pager() {
    const {offset, limit} = this.#page.query;
    const total = this.#page.total;
    if (!total) {
      return null;
    }
    const last = Math.min(offset + limit, total);
    return html`
      <footer class="pager">
        <p data-testid="queue-total">${t('pager', {from: number(offset + 1), to: number(last), n: total})}</p>
        ${total > limit ? html`
          <button class="button" ?disabled=${offset === 0} @click=${() => this.#show({offset: Math.max(0, offset - limit)})}>${icon('left')} ${t('pager.back')}</button>
          <button class="button" ?disabled=${last >= total} @click=${() => this.#show({offset: offset + limit})}>${t('pager.on')} ${icon('right')}</button>` : null}
      </footer>`;
  }

  #nothing() {
    if (this.#page.query.text) {
      return t('queue.noneFound');
    }
    const places = stream.status?.ingests.filter((ingest) => ingest.state === 'WATCHING') ?? [];
    return this.group === 'all' && places.length ? t('queue.empty', {place: places[0].location}) : t(`queue.none.${this.group}`);
  }

  #show(query) {
    this.#select([]);
    this.open = null;
    this.#page.show(query);
  }

  #toggle(item) {
    this.open = this.open === item.id ? null : item.id;
  }

  #pick(item) {
    const selected = new Set(this.selected);
    this.every = false;
    this.selected = selected.delete(item.id) ? selected : selected.add(item.id);
  }

  #select(ids) {
    this.every = false;
    this.selected = new Set(ids);
  }

  async #bulk(action, ids) {
    const page = this.#page;
    if (await (this.every ? actOnMatching(action, page.matching, page.total) : actOnSome(action, page.items.filter((item) => ids.includes(item.id))))) {
      this.#select([]);
    }
  }

  #drag(event) {
    dragRow(event, (item, before, last) => tellTrouble(() => {
      const {offset, limit} = this.#page.query;
      return move(item, before ?? (offset + limit < this.#page.total ? last : null)); // the end of this page is not the end of the line
    }));
  }

  /** On a clip's name: arrows go from clip to clip, x selects; the rest is in the table of actions. */
  #key(event) {
    if (!event.target.matches('.name')) {
      return; // another control, which has its own keys
    }
    const row = event.target.closest('queue-row');
    const action = forKey(event, row.item);
    const step = event.shiftKey ? null : {ArrowUp: row.previousElementSibling, ArrowDown: row.nextElementSibling}[event.key];
    if (action) {
      act(action, row.item, this.#page);
    } else if (step) {
      step.querySelector('.name').focus();
    } else if (event.key === 'x' && session.mayAct) {
      this.#pick(row.item);
    } else {
      return;
    }
    event.preventDefault();
  }
}
customElements.define('queue-panel', QueuePanel);

function activity() {
  const uploader = stream.state === 'LIVE' ? stream.uploader : null;
  if (uploader?.activity === 'SENDING') {
    return t('activity.SENDING', {n: uploader.transfers.length, rate: rate(uploader.bitsPerSecond)});
  }
  return uploader ? uploader.why ?? t(`activity.${uploader.activity}`) : '';
}
