/** A change of the network that undoes itself: how long that is away, and the two buttons. Whoever can press them has found the device again. */
import {html} from 'lit';
import {tellTrouble} from '../core/actions.js';
import {Element} from '../core/element.js';
import {until} from '../core/format.js';
import {change, networks} from '../core/networks.js';
import {session} from '../core/session.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class NetworkTrial extends Element {
  static topics = ['networks', 'session', 'tick'];

  render() {
    const {trial} = networks;
    return trial ? html`
      <div class="card update" role="status" data-testid="network-trial">
        <div class="words">
          <p class="title">${trial.what}</p>
          <p class="quiet">${t('trial.until', {left: until(trial.until)})}</p>
        </div>
        ${session.mayAct ? html`
          <button class="button" data-testid="trial-undo" @click=${() => tellTrouble(() => change('DELETE', 'trial'))}>${icon('retry')} ${t('trial.undo')}</button>
          <button class="button primary" data-testid="trial-keep" @click=${() => tellTrouble(() => change('POST', 'trial', {}))}>${icon('ONLINE')} ${t('trial.keep')}</button>` : null}
      </div>` : null;
  }
}
customElements.define('network-trial', NetworkTrial);
