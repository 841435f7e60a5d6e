/** The device's own Wi-Fi, for a set-up where there is no network, and the country whose rules its radios keep to. */
import {html} from 'lit';
import {tellTrouble} from '../core/actions.js';
import {call, read} from '../core/api.js';
import {Element} from '../core/element.js';
import {printable} from '../core/format.js';
import {hotspotIsOpen} from '../core/networks.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class NetworkHotspot extends Element {
  static topics = ['networks', 'status'];
  static properties = {open: {state: true}, busy: {state: true}, country: {state: true}};

  #shown;

  connectedCallback() {
    super.connectedCallback();
    this.#look();
    this.#lookAtCountry();
  }

  render() {
    const there = hotspotIsOpen();
    if (this.#shown !== there) {
      this.#shown = there;
      this.#look();
    }
    return html`
      <section aria-labelledby="hotspot-title" data-testid="network-hotspot" data-open=${Boolean(this.open)}>
        <h3 id="hotspot-title">${t('hotspot')}</h3>
        ${this.open ? this.#how(this.open) : html`<p class="quiet">${t('hotspot.text')}</p>`}
        <button class="button" ?disabled=${this.busy} data-testid="hotspot-button" @click=${this.#toggle}>${icon('WIFI')}
          ${t(this.busy ? 'hotspot.busy' : this.open ? 'hotspot.close' : 'hotspot.open')}</button>
        ${this.country === undefined ? null : html`
          <form @submit=${this.#setCountry}>
            <label class="field">${t('country')}
              <input name="country" .value=${this.country ?? ''} pattern="[A-Za-z]{2}" maxlength="2" autocomplete="off" autocapitalize="characters" data-testid="country"></label>
            <button class="button" data-testid="country-button">${t('country.set')}</button>
          </form>`}
      </section>`;
  }

  #how({ssid, password, console, joinText}) {
    const at = encodeURIComponent(`${ssid} ${joinText.length} ${console}`); // another picture each time it is another one
    return html`
      <p>${t('hotspot.how')}</p>
      <dl class="facts">
        ${fact('hotspot.ssid', ssid)}
        ${fact('hotspot.password', password)}
        ${fact('hotspot.console', console)}
      </dl>
      <div class="buttons">
        ${picture('join', at)}
        ${picture('console', at)}
      </div>`;
  }

  async #look() {
    this.open = (await read('network/hotspot'))?.hotspot ?? null;
  }

  async #lookAtCountry() {
    this.country = (await read('network/country'))?.country;
  }

  async #toggle() {
    this.busy = true;
    await tellTrouble(async () => { this.open = this.open ? await call('DELETE', 'network/hotspot') : (await call('POST', 'network/hotspot', {})).hotspot; });
    this.busy = false;
  }

  async #setCountry(event) {
    event.preventDefault();
    const {country} = Object.fromEntries(new FormData(event.target));
    await tellTrouble(async () => { ({country: this.country} = await call('PUT', 'network/country', {country: country.toUpperCase() || null})); });
  }
}
customElements.define('network-hotspot', NetworkHotspot);

const fact = (key, value) => html`<div><dt>${t(key)}</dt><dd><code data-testid=${key.replace('.', '-')}>${printable(value)}</code></dd></div>`;

const picture = (which, at) => html`
  <figure class="qr">
    <output><img src="/api/v1/network/hotspot/${which}.svg?of=${at}" alt=${t(`hotspot.qr.${which}`)} data-testid="hotspot-qr-${which}"></output>
    <figcaption>${t(`hotspot.qr.${which}`)}</figcaption>
  </figure>`;
