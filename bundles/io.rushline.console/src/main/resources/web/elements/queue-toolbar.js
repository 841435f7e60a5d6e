/** Chooses what of the queue is shown, and acts on the clips that are picked. */
import {html} from 'lit';
import {live} from 'lit/directives/live.js';
import {actOnMany, ACTIONS} from '../core/actions.js';
import {Element} from '../core/element.js';
import {number} from '../core/format.js';
import {countIn, GROUPS} from '../core/queue-page.js';
import {session} from '../core/session.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

const TYPING_MS = 250;

class QueueToolbar extends Element {
  static topics = ['status', 'session'];
  static properties = {group: {}, picked: {}, shown: {}};

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
        ${session.mayAct ? this.#menu() : null}
      </div>
      ${session.mayAct && this.shown ? html`
        <div class="bulk ${this.picked ? 'on' : ''}">
          <label class="pick">
            <input type="checkbox" data-testid="pick-all" .checked=${live(this.picked > 0 && this.picked === this.shown)}
              .indeterminate=${live(this.picked > 0 && this.picked < this.shown)} @change=${(event) => this.#send('pick-all', event.target.checked)}>
            <span>${this.picked ? t('picked', {n: this.picked}) : t('pick.all')}</span>
          </label>
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
          ${ACTIONS.filter((action) => action.bulk).map((action) => html`
            <button class=${action.danger ? 'danger' : ''} data-testid="all-${action.id}" @click=${() => actOnMany(action, null)}>
              ${icon(action.id)} ${t(`action.${action.id}.all`)}</button>`)}
        </div>
      </details>`;
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
