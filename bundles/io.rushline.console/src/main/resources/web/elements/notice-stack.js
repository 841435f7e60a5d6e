/** Tells what the device refused, and what to do; each notice stays until it is read or has been there for a while. */
import {html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {Element} from '../core/element.js';
import {on} from '../core/topics.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

const STAY_MS = 12_000;

class NoticeStack extends Element {
  static properties = {notices: {state: true}};

  #end;

  constructor() {
    super();
    this.notices = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.#end = on('notice', (problem) => this.#add(problem));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end();
  }

  render() {
    return html`
      <div class="notices" role="alert">
        ${repeat(this.notices, (notice) => notice, (notice) => html`
          <div class="notice ${notice.good ? 'good' : ''}" data-testid="notice">
            ${icon(notice.good ? 'COMPLETED' : 'WARNING')}
            <p>${notice.what} <span class="todo">${notice.todo}</span></p>
            <button class="iconbutton" aria-label=${t('notice.close')} @click=${() => this.#remove(notice)}>${icon('close')}</button>
          </div>`)}
      </div>`;
  }

  #add(notice) {
    this.notices = [...this.notices.slice(-2), notice];
    setTimeout(() => this.#remove(notice), STAY_MS);
  }

  #remove(notice) {
    this.notices = this.notices.filter((one) => one !== notice);
  }
}
customElements.define('notice-stack', NoticeStack);
