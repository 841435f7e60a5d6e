/** A check of the way to the cloud, step by step, and a speed test of each link, that a person starts. */
import {html} from 'lit';
import {tellTrouble} from '../core/actions.js';
import {call} from '../core/api.js';
import {Element} from '../core/element.js';
import {rate} from '../core/format.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class NetworkCheck extends Element {
  static properties = {findings: {state: true}, busy: {state: true}, speeds: {state: true}, testing: {state: true}};

  render() {
    return html`
      <section aria-labelledby="check-title">
        <h3 id="check-title">${t('check')}</h3>
        <button class="button" ?disabled=${this.busy} data-testid="check-network" @click=${this.#check}>${icon('search')} ${t(this.busy ? 'check.busy' : 'check.start')}</button>
        <ul class="rows" role="status" aria-label=${t('check')}>${(this.findings ?? []).map(finding)}</ul>
        <p class="quiet">${t('speed.text')}</p>
        <label class="pickline"><input type="checkbox" data-testid="speed-metered"> ${t('speed.metered')}</label>
        <button class="button" ?disabled=${this.testing} data-testid="test-speed" @click=${this.#test}>${icon('UPLOADING')} ${t(this.testing ? 'speed.busy' : 'speed.start')}</button>
        <ul class="rows" role="status" aria-label=${t('speed')}>${(this.speeds ?? []).map(speed)}</ul>
      </section>`;
  }

  async #check() {
    this.busy = true;
    this.findings = [];
    await tellTrouble(async () => { this.findings = (await call('POST', 'network/check', {})).findings; });
    this.busy = false;
  }

  async #test() {
    const {checked: metered} = this.querySelector('input');
    this.testing = true;
    this.speeds = [];
    await tellTrouble(async () => { this.speeds = (await call('POST', 'network/speed', {metered})).speeds; });
    this.testing = false;
  }
}
customElements.define('network-check', NetworkCheck);

const finding = ({step, good, what, todo}) => html`
  <li data-testid="finding" data-step=${step} data-good=${good}>
    ${icon(good ? 'ONLINE' : 'WARNING')}
    <div class="words"><p class="title">${what}</p>${todo ? html`<p class="trouble">${todo}</p>` : null}</div>
  </li>`;

const speed = ({link, bitsPerSecond, what, todo}) => html`
  <li data-testid="speed" data-link=${link ?? ''} data-measured=${bitsPerSecond !== null}>
    ${icon(bitsPerSecond === null ? 'WARNING' : 'ONLINE')}
    <div class="words">
      <p class="title">${[link, bitsPerSecond === null ? what : t('speed.up', {rate: rate(bitsPerSecond)})].filter(Boolean).join(': ')}</p>
      ${todo ? html`<p class="trouble">${todo}</p>` : null}
    </div>
  </li>`;
