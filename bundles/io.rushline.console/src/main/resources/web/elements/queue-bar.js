/** What holds for the whole queue: whether anything is sent, and whether new clips go up by themselves. */
import {html} from 'lit';
import {tellTrouble} from '../core/actions.js';
import {call} from '../core/api.js';
import {Element} from '../core/element.js';
import {session} from '../core/session.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class QueueBar extends Element {
  static topics = ['status', 'session'];

  render() {
    const settings = stream.status?.settings;
    if (!settings) {
      return null;
    }
    const {paused, manual} = settings;
    return html`
      <div class="whole" data-testid="queue-settings" data-paused=${paused} data-manual=${manual}>
        ${session.mayAct ? html`
          <button class="button ${paused ? 'primary' : ''}" data-testid="pause-all" @click=${() => change({paused: !paused})}>
            ${icon(paused ? 'resume' : 'pause')} ${t(paused ? 'whole.resume' : 'whole.pause')}</button>
          <div class="groups" role="group" aria-label=${t('whole.mode')}>
            ${[false, true].map((byHand) => html`
              <button aria-pressed=${manual === byHand} title=${t(`whole.${byHand ? 'manual' : 'automatic'}.text`)}
                data-testid="mode-${byHand ? 'manual' : 'automatic'}" @click=${() => change({manual: byHand})}>${t(`whole.${byHand ? 'manual' : 'automatic'}`)}</button>`)}
          </div>` : html`<p class="quiet">${t(manual ? 'whole.manual.text' : 'whole.automatic.text')}</p>`}
      </div>`;
  }
}
customElements.define('queue-bar', QueueBar);

const change = (some) => tellTrouble(() => call('PUT', 'queue/settings', {...stream.status.settings, ...some}));
