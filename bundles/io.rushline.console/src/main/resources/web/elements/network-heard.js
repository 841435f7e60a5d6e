/** The Wi-Fis in range, and the way to join one; also one that hides its name. */
import {html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {tellTrouble} from '../core/actions.js';
import {Element} from '../core/element.js';
import {printable} from '../core/format.js';
import {change, join, networks, scan} from '../core/networks.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

const HIDDEN = 'hidden';
const SECURITIES = ['WPA2_WPA3', 'WPA2', 'WPA3', 'ENTERPRISE', 'OPEN'];

class NetworkHeard extends Element {
  static topics = ['networks'];
  static properties = {chosen: {state: true}, busy: {state: true}};

  render() {
    const unknown = (networks.heard ?? []).filter(({profile}) => !profile);
    return html`
      <section aria-labelledby="heard-title">
        <h3 id="heard-title">${t('heard')}</h3>
        <button class="button" ?disabled=${networks.scanning} data-testid="scan" @click=${() => tellTrouble(scan)}>${icon('search')} ${t(networks.scanning ? 'heard.looking' : 'heard.look')}</button>
        ${networks.heard && !unknown.length ? html`<p class="quiet">${t('heard.none')}</p>` : null}
        <ul class="rows" aria-label=${t('heard')} ?hidden=${!unknown.length}>${repeat(unknown, ({wifi}) => wifi.ssidHex, (heard) => this.#row(heard))}</ul>
        <button class="button" aria-expanded=${this.chosen === HIDDEN} data-testid="join-hidden" @click=${() => this.#choose(HIDDEN)}>${t('heard.hidden')}</button>
        ${this.chosen === HIDDEN ? this.#form({security: 'WPA2_WPA3', hidden: true}) : null}
      </section>`;
  }

  #row({wifi, signalPercent}) {
    return html`
      <li data-testid="heard-network" data-ssid=${wifi.ssid}>
        ${icon('WIFI')}
        <div class="words">
          <p class="title"><bdi>${printable(wifi.ssid)}</bdi></p>
          <p class="quiet">${t(`security.${wifi.security}`)} · ${t('heard.signal', {percent: signalPercent})}</p>
        </div>
        <button class="button" ?disabled=${wifi.security === 'UNSUPPORTED'} aria-expanded=${this.chosen === wifi.ssidHex} data-testid="join-heard"
          @click=${() => this.#choose(wifi.ssidHex)}>${t('join')}</button>
        ${this.chosen === wifi.ssidHex ? this.#form(wifi) : null}
      </li>`;
  }

  #form(wifi) {
    const {security, hidden} = wifi;
    return html`
      <form class="words" data-testid="join-form" @submit=${(event) => this.#join(event, wifi)}>
        ${hidden ? html`
          <label class="field">${t('wifi.name')} <input name="ssid" required maxlength="32" autocomplete="off" data-testid="wifi-name"></label>
          <label class="field">${t('wifi.security')} <select name="security">${SECURITIES.map((each) => html`<option value=${each}>${t(`security.${each}`)}</option>`)}</select></label>` : null}
        ${hidden || security === 'ENTERPRISE' ? html`
          <label class="field">${t('wifi.identity')} <input name="identity" ?required=${!hidden} autocomplete="off" data-testid="wifi-identity"></label>` : null}
        ${security === 'OPEN' ? html`<p class="trouble">${t('wifi.open')}</p>` : html`
          <label class="field">${t('wifi.password')} <input type="password" name="password" ?required=${!hidden} maxlength="128" autocomplete="off" data-testid="wifi-password"></label>`}
        <button class="button primary" ?disabled=${this.busy} data-testid="join-button">${t(this.busy ? 'join.busy' : 'join')}</button>
      </form>`;
  }

  #choose(which) {
    this.chosen = this.chosen === which ? null : which;
  }

  async #join(event, wifi) {
    event.preventDefault();
    const {ssid, security = wifi.security, identity, password} = Object.fromEntries(new FormData(event.target));
    const name = ssid ?? wifi.ssid;
    const login = security === 'OPEN' ? null : security === 'ENTERPRISE' ? {identity, password} : {passphrase: password};
    this.busy = true;
    const joined = await tellTrouble(async () => {
      const profile = await change('POST', 'profiles', {name, kind: 'WIFI', login, confirmWithinSeconds: 0,
        wifi: {...(ssid ? {ssid} : {ssidHex: wifi.ssidHex}), security, hidden: Boolean(wifi.hidden)}});
      try {
        await join(profile);
      } catch (error) {
        await change('DELETE', `profiles/${profile.id}`); // a password that was not taken is not worth keeping
        throw error;
      }
    });
    this.busy = false;
    if (joined) {
      this.chosen = null;
    }
  }
}
customElements.define('network-heard', NetworkHeard);
