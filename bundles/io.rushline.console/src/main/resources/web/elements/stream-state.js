/** Whether this page shows the device as it is, or as it was: so that nobody trusts stale figures. */
import {html} from 'lit';
import {Element} from '../core/element.js';
import {duration, time} from '../core/format.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';

const YOUNG_MS = 3000;

class StreamState extends Element {
  static topics = ['link', 'status', 'tick'];

  render() {
    const age = Date.now() - stream.heardAt;
    return html`
      <div class="stream" data-testid="stream-state" data-state=${stream.state}>
        <span class="dot" aria-hidden="true"></span>
        <span role="status">${stream.state === 'LOST' ? t('stream.LOST', {at: time(stream.since)}) : t(`stream.${stream.state}`)}</span>
        ${stream.heardAt && (age > YOUNG_MS || stream.state === 'LOST') ? html`<span class="age">${t('stream.age', {span: duration(age)})}</span>` : null}
      </div>`;
  }
}
customElements.define('stream-state', StreamState);
