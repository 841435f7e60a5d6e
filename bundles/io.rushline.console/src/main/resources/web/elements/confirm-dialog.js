/** Shows the questions of `ask`. */
import {html} from 'lit';
import {Element} from '../core/element.js';
import {printable} from '../core/format.js';
import {on} from '../core/topics.js';
import {t} from '../core/strings.js';

class ConfirmDialog extends Element {
  static properties = {question: {state: true}};

  #answer;
  #end;

  connectedCallback() {
    super.connectedCallback();
    this.#end = on('ask', ({question, answer}) => this.#show(question, answer));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end();
  }

  render() {
    const {title, text, name, yes, danger} = this.question ?? {};
    return html`
      <dialog class="dialog small" aria-labelledby="confirm-title" @close=${this.#closed}>
        <form method="dialog">
          <h2 id="confirm-title">${title}</h2>
          ${name ? html`<p class="quoted"><bdi>${printable(name)}</bdi></p>` : null}
          <p>${text}</p>
          <div class="buttons">
            <button class="button" value="no" autofocus data-testid="confirm-no">${t('confirm.no')}</button>
            <button class="button ${danger ? 'danger' : 'primary'}" value="yes" data-testid="confirm-yes">${yes}</button>
          </div>
        </form>
      </dialog>`;
  }

  async #show(question, answer) {
    this.question = question;
    this.#answer = answer;
    await this.updateComplete;
    const dialog = this.querySelector('dialog');
    dialog.returnValue = '';
    dialog.showModal();
  }

  #closed(event) {
    this.#answer(event.target.returnValue === 'yes');
  }
}
customElements.define('confirm-dialog', ConfirmDialog);
