/** Chooses what of the queue is shown, and acts on the clips that are picked. */
import {html} from 'lit';
import {live} from 'lit/directives/live.js';
import {actOnAll, ACTIONS} from '../core/actions.js';
import {Element} from '../core/element.js';
import {number, printable} from '../core/format.js';
import {allProjects} from '../core/lookups.js';
import {countIn, GROUPS} from '../core/queue-page.js';
import {session} from '../core/session.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

const TYPING_MS = 250;

class QueueToolbar extends Element {
  static topics = ['status', 'session', 'names'];
  /** picked: how many; shown: how many this page has; total: how many match; every: all of them are picked. */
  static properties = {group: {}, picked: {}, shown: {}, total: {}, every: {}, reason: {}, project: {}};

  #typing;

  render() {
    return html`
      <div class="toolbar">
        <div class="groups" role="group" aria-label=${t('filter')}>
          ${Object.keys(GROUPS).map((group) => html`
            <button aria-pressed=${this.group === group} data-testid="filter-${group}" @click=${() => this.#send('choose', group)}>
              ${t(`filter.${group}`)} <span class="count ${group === 'problems' && count(group) ? 'bad' : ''}">${number(count(group))}</span>
            </button>`)}
        </div>
        <label class="search">${icon('search')}
          <input type="search" placeholder=${t('search')} aria-label=${t('search')} maxlength="255" spellcheck="false" data-testid="queue-search" @input=${this.#search}>
        </label>
        ${this.#projects()}
        ${session.mayAct ? this.#menu() : null}
      </div>
      ${this.reason ? html`
        <p class="chip" data-testid="reason-filter" data-code=${this.reason}>${icon('HELD')} ${t(`reason.${this.reason}`)}
          <button class="iconbutton" aria-label=${t('reason.clear')} title=${t('reason.clear')} @click=${() => this.#send('choose', this.group)}>${icon('close')}</button></p>` : null}
      ${session.mayAct && this.shown ? html`
        <div class="bulk ${this.picked ? 'on' : ''}">
          <label class="pick">
            <input type="checkbox" data-testid="pick-all" .checked=${live(this.picked > 0 && this.picked === this.shown)}
              .indeterminate=${live(this.picked > 0 && this.picked < this.shown)} @change=${(event) => this.#send('pick-all', event.target.checked)}>
            <span>${this.picked ? t('picked', {n: this.every ? this.total : this.picked}) : t('pick.all')}</span>
          </label>
          ${this.picked === this.shown && this.total > this.shown && !this.every ? html`
            <button class="button" data-testid="pick-matching" @click=${() => this.#send('pick-matching')}>${t('pick.matching', {n: this.total})}</button>` : null}
          ${this.picked ? ACTIONS.filter((action) => action.bulk).map((action) => html`
            <button class="button ${action.danger ? 'danger' : ''}" data-testid="bulk-${action.id}" @click=${() => this.#send('bulk', action)}>
              ${icon(action.id)} ${t(`action.${action.id}`)}</button>`) : null}
        </div>` : null}`;
  }

  #menu() {
    return html`
      <details class="menu" @click=${(event) => event.target.closest('button') && event.currentTarget.removeAttribute('open')}
        @focusout=${(event) => event.currentTarget.contains(event.relatedTarget) || event.currentTarget.removeAttribute('open')}>
        <summary class="iconbutton" aria-label=${t('queue.menu')} title=${t('queue.menu')} data-testid="queue-menu">${icon('more')}</summary>
        <div class="items">
          ${ACTIONS.filter((action) => action.whole).map((action) => html`
            <button class=${action.danger ? 'danger' : ''} data-testid="all-${action.id}" @click=${() => actOnAll(action)}>
              ${icon(action.id)} ${t(`action.${action.id}.all`)}</button>`)}
        </div>
      </details>`;
  }

  /** Only where there is a choice. */
  #projects() {
    const projects = allProjects();
    return projects.length < 2 ? null : html`
      <select aria-label=${t('filter.project')} data-testid="filter-project" .value=${live(this.project)} @change=${(event) => this.#send('project', event.target.value)}>
        <option value="" ?selected=${!this.project}>${t('filter.project.all')}</option>
        ${projects.map(({id, name}) => html`<option value=${id} ?selected=${this.project === id}>${printable(name)}</option>`)}
      </select>`;
  }

  #search(event) {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#send('search', event.target.value.trim()), TYPING_MS);
  }

  #send(name, detail) {
    this.dispatchEvent(new CustomEvent(name, {detail}));
  }
}
customElements.define('queue-toolbar', QueueToolbar);

const count = (group) => stream.status?.queue ? countIn(stream.status.queue, GROUPS[group]) : 0;
