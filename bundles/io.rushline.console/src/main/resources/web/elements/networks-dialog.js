/** The networks this device knows and hears, in one dialog at the address `#networks`. */
import {html} from 'lit';
import {loadNetworks, networks} from '../core/networks.js';
import {session} from '../core/session.js';
import {t} from '../core/strings.js';
import {AddressDialog} from './address-dialog.js';
import './network-check.js';
import './network-trial.js';
import './network-portal.js';
import './network-hotspot.js';
import './network-known.js';
import './network-rules.js';
import './network-bandwidth.js';
import './network-heard.js';
import './network-transfer.js';
import './notice-stack.js';

const TICKS = 3;

class NetworksDialog extends AddressDialog {
  static topics = ['networks', 'session'];

  #ticks = 0;

  constructor() {
    super('networks');
  }

  opened() {
    loadNetworks();
  }

  tick() {
    if (++this.#ticks % TICKS === 0) {
      loadNetworks();
    }
  }

  content() {
    return html`
      ${networks.known ? null : html`<p class="quiet" role="status" data-testid="networks-away">${t('networks.away')}</p>`}
      <network-trial></network-trial>
      <network-portal></network-portal>
      ${networks.known ? html`<network-known></network-known>${session.mayAct ? html`<network-heard></network-heard>` : null}` : null}
      ${networks.uses?.length ? html`<network-rules></network-rules>` : null}
      ${networks.bandwidth && session.mayAct ? html`<network-bandwidth></network-bandwidth>` : null}
      ${session.mayManage && networks.known ? html`<network-hotspot></network-hotspot>` : null}
      ${networks.known && session.mayManage ? html`<network-transfer></network-transfer>` : null}
      ${session.mayAct ? html`<network-check></network-check>` : null}
      <notice-stack></notice-stack>`;
  }
}
customElements.define('networks-dialog', NetworksDialog);
