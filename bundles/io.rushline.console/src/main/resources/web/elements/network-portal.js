/** A network that wants a sign-in: what it knows this device by, and the way of an admin's browser to its page. */
import {html} from 'lit';
import {tellTrouble} from '../core/actions.js';
import {call, read} from '../core/api.js';
import {Element} from '../core/element.js';
import {printable, until} from '../core/format.js';
import {session} from '../core/session.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class NetworkPortal extends Element {
  static topics = ['status', 'link', 'session', 'tick'];
  static properties = {door: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    if (session.mayManage) {
      this.#look();
    }
  }

  render() {
    const {network} = stream.status ?? {};
    if (network?.reach !== 'PORTAL') {
      return null;
    }
    const link = network.links.find((each) => each.reach === 'PORTAL') ?? network.links.find((each) => each.main) ?? {};
    const door = this.door && Date.parse(this.door.until) > Date.now() ? this.door : null;
    return html`
      <section class="card" aria-labelledby="portal-title" data-testid="network-portal">
        <h3 id="portal-title">${t('portal')}</h3>
        <p>${t('portal.text')}</p>
        ${link.hardwareAddress ? html`<p class="quiet">${t('portal.mac', {link: link.name})} <code data-testid="portal-mac">${link.hardwareAddress}</code></p>` : null}
        ${door ? this.#setup(door) : session.mayManage ? html`
          <button class="button primary" data-testid="portal-open" @click=${() => tellTrouble(async () => { this.door = (await call('POST', 'network/portal', {})).portal; })}>
            ${icon('WIFI')} ${t('portal.open')}</button>` : html`<p class="quiet">${t('portal.admin')}</p>`}
      </section>`;
  }

  #setup(door) {
    return html`
      <p>${t('portal.how')}</p>
      <dl class="facts">
        ${fact('portal.proxy', `${door.host}:${door.port}`)}
        ${fact('portal.user', door.user)}
        ${fact('portal.password', door.password)}
        ${fact('portal.page', door.page ?? 'http://example.com/')}
      </dl>
      <p class="quiet">${t('portal.until', {left: until(door.until)})}</p>
      <button class="button" data-testid="portal-close" @click=${() => tellTrouble(async () => { await call('DELETE', 'network/portal'); this.door = null; })}>${t('portal.close')}</button>`;
  }

  async #look() {
    this.door = (await read('network/portal'))?.portal ?? null;
  }
}
customElements.define('network-portal', NetworkPortal);

const fact = (key, value) => html`<div><dt>${t(key)}</dt><dd><code data-testid=${key.replace('.', '-')}>${printable(value)}</code></dd></div>`;
