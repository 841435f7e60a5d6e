/** Whether the cloud tells this device at once of pauses and changes: the live socket, which no upload depends on. */
import {html} from 'lit';
import {Element} from '../core/element.js';
import {moment, printable} from '../core/format.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';

class LiveLine extends Element {
  static topics = ['status', 'link'];

  render() {
    const live = stream.status?.live;
    return !live || live.state === 'OFF' ? null : html`
      <div class="socket" data-testid="live-state" data-state=${live.state} data-live=${stream.state === 'LIVE'} title=${t('live.since', {when: moment(live.since)})}>
        <span class="dot" aria-hidden="true"></span> <span>${t(`live.${live.state}`)}</span>
        ${live.why ? html`<span class="why">${printable(live.why)}</span>` : null}
      </div>`;
  }
}
customElements.define('live-line', LiveLine);
