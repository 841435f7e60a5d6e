/** One clip: what the queue said of it and what is on its way. Asks for nothing itself. */
import {html} from 'lit';
import {act, available, label} from '../core/actions.js';
import {Element} from '../core/element.js';
import {bytes, estimate, printable, rate, shortMoment, until, now} from '../core/format.js';
import {clip, projectName} from '../core/lookups.js';
import {IN_LINE} from '../core/queue-page.js';
import {session} from '../core/session.js';
import {stream} from '../core/stream.js';
import {on} from '../core/topics.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';
import './clip-details.js';

class QueueRow extends Element {
  static topics = ['session', 'names'];
  static properties = {item: {}, flight: {}, why: {}, page: {}, open: {}, picked: {}};

  #end;

  connectedCallback() {
    super.connectedCallback();
    this.#end = on('tick', () => this.item.state === 'RETRYING' && this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end();
  }

  render() {
    const {item} = this;
    const name = printable(item.name);
    const percent = this.#percent();
    return html`
      <div class="row ${this.picked ? 'picked' : ''}">
        ${session.mayAct ? html`
          <label class="pick"><input type="checkbox" .checked=${this.picked} aria-label=${t('pick', {name})} @change=${() => this.#send('pick')}></label>` : html`<span></span>`}
        ${this.#badge()}
        <div class="what">
          <button class="name" title=${name} aria-expanded=${this.open} @click=${() => this.#send('toggle-details')}><bdi>${name}</bdi></button>
          <p class="line"><b class="state">${this.#state()}</b>${this.#amount(percent)}${this.#facts().map((fact) => html`<span>${fact}</span>`)}</p>
          ${this.#other()}
          ${item.reason ? html`<p class="reason">${item.reason.what} <span class="todo">${item.reason.todo}</span></p>` : null}
        </div>
        <div class="amount"><span>${bytes(item.sizeBytes)}</span>${percent > 0 && item.state !== 'COMPLETED' ? html`<b>${percent} %</b>` : null}</div>
        <div class="acts">
          ${available(item).filter((action) => action.row.includes(item.state)).map((action) => html`
            <button class="iconbutton ${action.id}" aria-label=${t('action.of', {action: label(action, item), name})} title=${label(action, item)} aria-keyshortcuts=${action.key}
              data-testid="act-${action.id}" ?disabled=${action.id === 'up' && !this.page.ahead(item)}
              @click=${() => act(action, item, this.page)}>${icon(action.id)}</button>`)}
        </div>
        ${this.#meter(percent)}
      </div>
      ${this.open ? html`<clip-details .item=${item} .page=${this.page}></clip-details>` : null}`;
  }

  /** What stands in line is dragged by it; keys and buttons do the same. */
  #badge() {
    const {state, growing} = this.item;
    const movable = session.mayAct && IN_LINE.includes(state);
    return html`
      <span class="badge ${movable ? 'handle' : ''}" data-state=${state} title=${movable ? t('drag') : ''} data-testid=${movable ? 'drag-handle' : 'state-badge'}
        @pointerdown=${movable ? (event) => this.dispatchEvent(new CustomEvent('drag-row', {detail: event})) : null}>${icon(growing ? 'RECORDING' : state)}</span>`;
  }

  #state() {
    const {state, growing} = this.item;
    return growing && ['WAITING', 'UPLOADING'].includes(state) ? html`<span data-testid="recording">${t(`state.growing.${state}`)}</span>` : t(`state.${state}`);
  }

  /** The clip or the project that this one has to do with. */
  #other() {
    const {duplicateOf, projectId, state} = this.item;
    const twin = duplicateOf && clip(duplicateOf);
    const project = state !== 'COMPLETED' && projectId !== stream.status?.connection?.projectId && projectName(projectId);
    return html`
      ${twin ? html`<p class="reason" data-testid="duplicate-of">${t(`duplicate.${twin.state === 'COMPLETED' ? 'there' : 'known'}`)} <bdi>${printable(twin.name)}</bdi></p>` : null}
      ${project ? html`<p class="reason" data-testid="item-project">${t('row.project')} <bdi>${printable(project)}</bdi></p>` : null}`;
  }

  /** On narrow screens, where the column of sizes has no room. */
  #amount(percent) {
    return this.item.growing ? null : html`<span class="narrow">${t(percent > 0 && percent < 100 ? 'row.percent' : 'row.size', {percent, size: bytes(this.item.sizeBytes)})}</span>`;
  }

  /** How much is there, and on its way; not shown for a clip that has not begun or is there. */
  #meter(percent) {
    const {state, sizeBytes, ackedBytes} = this.item;
    const there = state === 'COMPLETED' ? 100 : Math.min(100, ackedBytes * 100 / (sizeBytes || 1));
    const away = Math.min(100, this.#sent() * 100 / (sizeBytes || 1));
    return html`
      <div class="meter" ?hidden=${state === 'COMPLETED' || this.item.growing || !(percent || state === 'UPLOADING')} data-state=${state} role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-valuenow=${percent}
        aria-label=${t('progress', {name: printable(this.item.name)})} data-testid="queue-progress" data-percent=${percent}>
        <span class="away" .style=${`width:${away}%`}></span><span class="there" .style=${`width:${there}%`}></span>
      </div>`;
  }

  /** Whole percents, rounded down: 100 only when all is there. */
  #percent() {
    const {state, sizeBytes, growing} = this.item;
    return state === 'COMPLETED' ? 100 : sizeBytes && !growing ? Math.min(99, Math.floor(this.#sent() * 100 / sizeBytes)) : 0;
  }

  /** Acknowledged and on its way. */
  #sent() {
    const {ackedBytes, sizeBytes, state} = this.item;
    return Math.min(sizeBytes, ackedBytes + (state === 'UPLOADING' ? this.flight?.sentBytes ?? 0 : 0));
  }

  #facts() {
    const {state, partCount, ackedParts, retryAt, tries, completedAt, sizeBytes, priority} = this.item;
    const facts = priority && state !== 'COMPLETED' ? [t('row.priority', {n: priority})] : [];
    if (this.item.growing) {
      facts.push(t('row.soFar', {size: bytes(sizeBytes)}), ...ackedParts ? [t('row.sent', {size: bytes(this.#sent())})] : []);
    } else if (partCount && state !== 'COMPLETED') {
      facts.push(t('parts', {a: ackedParts, n: partCount}));
    }
    if (state === 'UPLOADING' && this.flight?.bitsPerSecond > 0) {
      facts.push(rate(this.flight.bitsPerSecond));
      if (!this.item.growing) {
        facts.push(t('row.left', {span: estimate((sizeBytes - this.#sent()) * 8000 / this.flight.bitsPerSecond)}));
      }
    }
    if (state === 'UPLOADING' && !this.flight && this.why) {
      facts.push(this.why);
    }
    if (state === 'RETRYING' && retryAt) {
      facts.push(Date.parse(retryAt) > now() ? t('row.retryIn', {span: until(retryAt)}) : t('row.retryNow'));
      facts.push(t('row.tries', {n: tries}));
    }
    if (state === 'COMPLETED') {
      facts.push(shortMoment(completedAt));
    }
    return facts;
  }

  #send(name) {
    this.dispatchEvent(new Event(name));
  }
}
customElements.define('queue-row', QueueRow);
