/** The networks this device knows, the preferred ones first: join, prefer, set an address, forget. */
import {html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {tellTrouble} from '../core/actions.js';
import {ask} from '../core/ask.js';
import {Element} from '../core/element.js';
import {printable} from '../core/format.js';
import {change, join, networks} from '../core/networks.js';
import {session} from '../core/session.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class NetworkKnown extends Element {
  static topics = ['networks', 'session'];
  static properties = {edited: {state: true}, busy: {state: true}};

  render() {
    return html`
      <section aria-labelledby="known-title">
        <h3 id="known-title">${t('known')}</h3>
        ${networks.known.length ? null : html`<p class="quiet">${t('known.none')}</p>`}
        <ul class="rows" aria-label=${t('known')}>${repeat(networks.known, ({id}) => id, (profile, index) => this.#row(profile, index))}</ul>
      </section>`;
  }

  #row(profile, index) {
    const {id, name, kind, addressing, activeOn, wifi} = profile;
    const address = addressing.method === 'DHCP' ? t('address.DHCP') : `${addressing.address}/${addressing.prefix}`;
    const words = [t(`kind.${kind}`), wifi ? t(`security.${wifi.security}`) : null, address, activeOn ? t('known.on', {link: activeOn}) : null];
    return html`
      <li data-testid="known-network" data-name=${name} data-active=${Boolean(activeOn)}>
        ${icon(kind)}
        <div class="words">
          <p class="title"><bdi>${printable(name)}</bdi></p>
          <p class="quiet">${words.filter(Boolean).join(' · ')}</p>
        </div>
        ${session.mayAct ? html`
          ${index ? html`<button class="iconbutton" aria-label=${t('known.prefer', {name: printable(name)})} data-testid="prefer-network" @click=${() => prefer(id)}>${icon('up')}</button>` : null}
          ${activeOn ? null : html`<button class="button" ?disabled=${this.busy} data-testid="join-known" @click=${() => this.#join(profile)}>${t('join')}</button>`}
          <button class="button" aria-expanded=${this.edited === id} data-testid="edit-network" @click=${() => { this.edited = this.edited === id ? null : id; }}>${t('address.edit')}</button>
          <button class="button danger" data-testid="forget-network" @click=${() => forget(profile)}>${t('forget')}</button>` : null}
        ${this.edited === id ? this.#addressForm(profile) : null}
      </li>`;
  }

  #addressForm(profile) {
    const {method, address, prefix, gateway, dns} = profile.addressing;
    const field = (name, value, pattern) => html`
      <label class="field">${t(`address.${name}`)} <input name=${name} .value=${value ?? ''} pattern=${pattern} autocomplete="off" data-testid="address-${name}"></label>`;
    const ip = '\\d{1,3}(\\.\\d{1,3}){3}';
    return html`
      <form class="words" data-testid="address-form" @submit=${(event) => this.#setAddress(event, profile)}>
        <p class="quiet">${t('address.text')}</p>
        ${field('address', method === 'DHCP' ? '' : `${address}/${prefix}`, `${ip}/\\d{1,2}`)}
        ${field('gateway', gateway, ip)}
        ${field('dns', dns.join(' '), `${ip}( ${ip})*`)}
        <button class="button primary" data-testid="address-save">${t('address.save')}</button>
      </form>`;
  }

  #join(profile) {
    this.busy = true;
    return tellTrouble(() => join(profile)).finally(() => { this.busy = false; });
  }

  async #setAddress(event, {id, name, kind, link, wifi, autoJoin, preference, metered}) {
    event.preventDefault();
    const typed = Object.fromEntries(new FormData(event.target));
    const [address, prefix] = typed.address.split('/');
    const addressing = address ? {method: 'MANUAL', address, prefix: Number(prefix), gateway: typed.gateway || null, dns: typed.dns.split(' ').filter(Boolean)} : {method: 'DHCP'};
    const {ssidHex, security, hidden} = wifi ?? {};
    const draft = {name, kind, link, wifi: wifi ? {ssidHex, security, hidden} : null, autoJoin, preference, metered, addressing};
    if (await tellTrouble(() => change('PUT', `profiles/${id}`, draft))) {
      this.edited = null;
    }
  }
}
customElements.define('network-known', NetworkKnown);

async function forget({id, name}) {
  if (await ask({title: t('ask.forget'), name, text: t('ask.forget.text'), yes: t('forget'), danger: true})) {
    await tellTrouble(() => change('DELETE', `profiles/${id}`));
  }
}

/** Before all others. */
function prefer(id) {
  const others = networks.known.map((profile) => profile.id).filter((other) => other !== id);
  return tellTrouble(() => change('PUT', 'preference', {ids: [id, ...others]}));
}
