/** A check of the way to the cloud, step by step, that a person starts. */
import {html} from 'lit';
import {tellTrouble} from '../core/actions.js';
import {call} from '../core/api.js';
import {Element} from '../core/element.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class NetworkCheck extends Element {
  static properties = {findings: {state: true}, busy: {state: true}};

  render() {
    return html`
      <section aria-labelledby="check-title">
        <h3 id="check-title">${t('check')}</h3>
        <button class="button" ?disabled=${this.busy} data-testid="check-network" @click=${this.#check}>${icon('search')} ${t(this.busy ? 'check.busy' : 'check.start')}</button>
        <ul class="rows" role="status" aria-label=${t('check')}>${(this.findings ?? []).map(finding)}</ul>
      </section>`;
  }

  async #check() {
    this.busy = true;
    this.findings = [];
    await tellTrouble(async () => { this.findings = (await call('POST', 'network/check', {})).findings; });
    this.busy = false;
  }
}
customElements.define('network-check', NetworkCheck);

const finding = ({step, good, what, todo}) => html`
  <li data-testid="finding" data-step=${step} data-good=${good}>
    ${icon(good ? 'ONLINE' : 'WARNING')}
    <div class="words"><p class="title">${what}</p>${todo ? html`<p class="trouble">${todo}</p>` : null}</div>
  </li>`;
