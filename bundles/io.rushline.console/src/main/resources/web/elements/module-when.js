/** When an update is to begin: now, when nothing is recorded or sent, or at a time. */
import {html} from 'lit';
import {Element} from '../core/element.js';
import {t} from '../core/strings.js';

class ModuleWhen extends Element {
  static properties = {kind: {state: true}};

  constructor() {
    super();
    this.kind = 'now';
  }

  render() {
    return html`
      <label class="field">${t('when')}
        <select data-testid="when" @change=${({target}) => { this.kind = target.value; }}>
          ${['now', 'idle', 'at'].map((kind) => html`<option value=${kind} ?selected=${this.kind === kind}>${t(`when.${kind}`)}</option>`)}
        </select></label>
      ${this.kind === 'at' ? html`<label class="field">${t('when.time')} <input type="datetime-local" required data-testid="when-time"></label>` : null}`;
  }

  /** As the device wants it told. */
  get value() {
    return this.kind === 'at' ? new Date(this.querySelector('input').value).toISOString() : this.kind;
  }
}
customElements.define('module-when', ModuleWhen);
