/** A dialog at an address of its own, `#name`: so it opens again when the page is loaded anew. Its words are `name` and `name.close`. */
import {html} from 'lit';
import {Element} from '../core/element.js';
import {t} from '../core/strings.js';
import {on} from '../core/topics.js';
import {icon} from './icons.js';

export class AddressDialog extends Element {
  static properties = {open: {state: true}};

  #name;
  #ends = [];

  constructor(name) {
    super();
    this.#name = name;
  }

  /** It has just been opened. */
  opened() {}

  /** A second passed, and somebody looks at it. */
  tick() {}

  connectedCallback() {
    super.connectedCallback();
    const follow = () => this.#follow();
    addEventListener('hashchange', follow);
    this.#ends.push(() => removeEventListener('hashchange', follow), on('tick', () => this.open && !document.hidden && this.tick()));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ends.splice(0).forEach((end) => end());
  }

  firstUpdated() {
    this.#follow();
  }

  render() {
    const title = `${this.#name}-title`;
    return html`
      <dialog class="dialog wide ${this.#name}" aria-labelledby=${title} data-survives data-testid="${this.#name}-dialog" @close=${this.#closed}>
        <header>
          <h2 id=${title}>${t(this.#name)}</h2>
          <form method="dialog"><button class="iconbutton" aria-label=${t(`${this.#name}.close`)} data-testid="${this.#name}-close">${icon('close')}</button></form>
        </header>
        ${this.open ? this.content() : null}
      </dialog>`;
  }

  get #address() {
    return `#${this.#name}`;
  }

  #follow() {
    const dialog = this.querySelector('dialog');
    if (location.hash === this.#address && !dialog.open) {
      this.open = true;
      dialog.showModal();
      this.opened();
    } else if (location.hash !== this.#address && dialog.open) {
      dialog.close();
    }
  }

  #closed(event) {
    if (event.target.matches(`.${this.#name}`)) {
      this.open = false;
      if (location.hash === this.#address) {
        history.replaceState(null, '', location.pathname + location.search);
      }
    }
  }
}
