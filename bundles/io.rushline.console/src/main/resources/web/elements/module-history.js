/** Who changed which module when, and what came of it. */
import {html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {call, Problem} from '../core/api.js';
import {Element} from '../core/element.js';
import {moment, printable} from '../core/format.js';
import {changeWords} from '../core/module-words.js';
import {modules} from '../core/modules.js';
import {on} from '../core/topics.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

const PAGE = 10;
const MOST = 500;
const ICONS = {COMMITTED: 'COMPLETED', SCHEDULED: 'WAITING', SWITCHING: 'RETRYING', SETTLING: 'RETRYING', CANCELLED: 'CANCELLED'};

class ModuleHistory extends Element {
  static properties = {updates: {state: true}, shown: {state: true}};

  #ends = [];
  #asked = 0;
  #taken = 0;

  constructor() {
    super();
    this.updates = [];
    this.shown = PAGE;
  }

  connectedCallback() {
    super.connectedCallback();
    let last;
    this.#ends.push(on('update', () => this.#read()), on('modules', () => {
      if (last !== modules.current?.id) {
        last = modules.current?.id;
        this.#read();
      }
    }), on('joined', () => this.#read()));
    this.#read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ends.splice(0).forEach((end) => end());
  }

  render() {
    return html`
      <section aria-labelledby="history-title">
        <h3 id="history-title">${t('updates')}</h3>
        ${this.updates.length ? null : html`<p class="quiet">${t('updates.none')}</p>`}
        <ul class="rows" aria-label=${t('updates')} ?hidden=${!this.updates.length}>
          ${repeat(this.updates.slice(0, this.shown), ({id}) => id, update)}</ul>
        ${this.updates.length > this.shown && this.shown < MOST - 1 ? html`<button class="button" data-testid="history-more" @click=${this.#more}>${t('updates.more')}</button>` : null}
      </section>`;
  }

  #more() {
    this.shown += PAGE;
    this.#read();
  }

  async #read() {
    const turn = ++this.#asked;
    try {
      const {updates} = await call('GET', 'modules/history?' + new URLSearchParams({limit: Math.min(MOST, this.shown + 1)}));
      if (turn > this.#taken) { // else a later answer was faster
        this.#taken = turn;
        this.updates = updates;
      }
    } catch (error) {
      if (!(error instanceof Problem)) {
        throw error;
      }
    }
  }
}
customElements.define('module-history', ModuleHistory);

const update = ({id, state, changes, by, askedAt, why, detail}) => html`
  <li data-testid="update-row" data-id=${id} data-state=${state}>
    ${icon(ICONS[state] ?? 'FAILED')}
    <div class="words">
      <p class="title">${t(`update.${state}.short`)}</p>
      <p>${changeWords(changes)}</p>
      ${why || detail ? html`<p class="todo">${[why?.what, printable(detail), why?.todo].filter(Boolean).join(' ')}</p>` : null}
      <p class="quiet">${moment(askedAt)} · ${t(`via.${by.via}`)} · <bdi>${printable(by.name)}</bdi></p>
    </div>
  </li>`;
