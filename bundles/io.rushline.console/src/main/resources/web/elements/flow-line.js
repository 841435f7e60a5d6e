/** How the uploader uses the link: parts at a time, limit, time left, bytes sent in vain, and what carries them. */
import {html} from 'lit';
import {Element} from '../core/element.js';
import {bytes, estimate, printable, rate} from '../core/format.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';

class FlowLine extends Element {
  static topics = ['status', 'uploader', 'link'];

  render() {
    const {flow, activity, wastedBytes} = stream.uploader ?? {};
    if (!flow || stream.state !== 'LIVE') {
      return null;
    }
    const sending = activity === 'SENDING';
    return html`
      <p class="flow" data-testid="flow-line">
        ${sending ? html`<span data-testid="parallel-parts">${t('flow.parts', {n: flow.parallelParts, most: flow.mostParallelParts})}</span>` : null}
        ${flow.limitBitsPerSecond === null ? null : html`<span data-testid="speed-limit">${t('flow.limit', {rate: rate(flow.limitBitsPerSecond)})}</span>`}
        ${sending && flow.remainingSeconds !== null ? html`<span data-testid="flow-remaining">${t('row.left', {span: estimate(flow.remainingSeconds * 1000)})}</span>` : null}
        ${wastedBytes ? html`<span data-testid="wasted-bytes">${t('flow.wasted', {size: bytes(wastedBytes)})}</span>` : null}
        ${flow.transport ? html`<span data-testid="transport">${printable(flow.transport)}</span>` : null}
      </p>`;
  }
}
customElements.define('flow-line', FlowLine);
