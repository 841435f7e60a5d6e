/** The fleet's server that rolls updates out to this device, where there is one, and its question. */
import {html} from 'lit';
import {tellTrouble} from '../core/actions.js';
import {call} from '../core/api.js';
import {Element} from '../core/element.js';
import {moment, printable} from '../core/format.js';
import {loadSources, modules} from '../core/modules.js';
import {session} from '../core/session.js';
import {t} from '../core/strings.js';

class ModuleFleet extends Element {
  static topics = ['modules', 'session'];

  render() {
    const {fleet} = modules;
    return fleet ? html`
      <section aria-labelledby="fleet-title" data-testid="fleet">
        <h3 id="fleet-title">${t('fleet')}</h3>
        <p class="quiet"><bdi>${printable(fleet.server)}</bdi>${fleet.polledAt ? ` · ${t('fleet.polled', {when: moment(fleet.polledAt)})}` : ''}</p>
        <p role="status">${printable(fleet.state)}</p>
        ${fleet.asks && fleet.action !== null && session.mayManage ? html`
          <div class="buttons">
            <button class="button primary" data-testid="fleet-agree" @click=${() => answer(fleet.action, true)}>${t('fleet.agree')}</button>
            <button class="button" data-testid="fleet-refuse" @click=${() => answer(fleet.action, false)}>${t('fleet.refuse')}</button>
          </div>` : null}
      </section>` : null;
  }
}
customElements.define('module-fleet', ModuleFleet);

async function answer(action, agreed) {
  await tellTrouble(() => call('POST', 'modules/fleet/answer', {action, agreed}));
  loadSources();
}
