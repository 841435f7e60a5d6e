/** What went wrong, and what to do about it: the clips that do not go up without help. */
import {html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {act, available, label} from '../core/actions.js';
import {Element} from '../core/element.js';
import {printable} from '../core/format.js';
import {GROUPS, QueuePage} from '../core/queue-page.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

const SHOWN = 8;

class ProblemList extends Element {
  static topics = ['session'];

  #page = new QueuePage(() => this.requestUpdate(), {states: GROUPS.problems, limit: SHOWN});

  connectedCallback() {
    super.connectedCallback();
    this.#page.start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#page.stop();
  }

  render() {
    const clips = this.#page.items.filter((item) => GROUPS.problems.includes(item.state));
    return html`
      <section class="card problems" aria-labelledby="problems-title">
        <h2 id="problems-title">${t('problems')} ${this.#page.total ? html`<span class="count bad">${this.#page.total}</span>` : null}</h2>
        ${clips.length || this.#page.fresh ? null : html`<p class="quiet">${icon('COMPLETED')} ${t('problems.none')}</p>`}
        <ul>
          ${repeat(clips, (item) => item.id, (item) => this.#clip(item))}
        </ul>
        ${this.#page.total > SHOWN ? html`
          <button class="button wide" @click=${() => this.dispatchEvent(new Event('show-problems'))}>${t('problems.all', {n: this.#page.total})}</button>` : null}
      </section>`;
  }

  #clip(item) {
    return html`
      <li data-testid="problem-row" data-state=${item.state}>
        <p class="title" title=${printable(item.name)}>${icon(item.state)} <bdi>${printable(item.name)}</bdi></p>
        <p>${t(`state.${item.state}`)}${item.reason ? html`: ${item.reason.what} <span class="todo">${item.reason.todo}</span>` : '.'}</p>
        <div class="buttons">
          ${available(item).filter((action) => !action.danger && action.row.includes(item.state)).map((action) => html`
            <button class="button" @click=${() => act(action, item, this.#page)}>${icon(action.id)} ${label(action, item)}</button>`)}
        </div>
      </li>`;
  }
}
customElements.define('problem-list', ProblemList);
