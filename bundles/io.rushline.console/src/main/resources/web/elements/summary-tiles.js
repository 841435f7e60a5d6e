/** The day in five figures. */
import {html} from 'lit';
import {Element} from '../core/element.js';
import {bytes, estimate, number} from '../core/format.js';
import {countIn, GROUPS} from '../core/queue-page.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';
import {inFlightBytes} from '../core/transfers.js';

class SummaryTiles extends Element {
  static topics = ['status', 'uploader', 'link'];

  render() {
    const queue = stream.status?.queue;
    if (!queue) {
      return null;
    }
    const left = Math.max(0, queue.remainingBytes - inFlightBytes());
    const failed = countIn(queue, GROUPS.problems);
    return html`
      <dl class="tiles">
        ${tile('remaining-files', number(queue.remainingFiles))}
        ${tile('remaining-size', bytes(left))}
        ${tile('remaining-time', remainingTime(queue, left))}
        ${tile('completed', number(queue.counts.COMPLETED), queue.counts.COMPLETED ? 'good' : '')}
        ${tile('failed', number(failed), failed ? 'bad' : '')}
      </dl>`;
  }
}
customElements.define('summary-tiles', SummaryTiles);

const tile = (id, value, tone = '') => html`<div class="tile ${tone}"><dt>${t(`tile.${id}`)}</dt><dd data-testid=${id}>${value}</dd></div>`;

function remainingTime(queue, left) {
  const uploader = stream.uploader;
  if (!queue.remainingFiles) {
    return queue.counts.COMPLETED ? t('tile.remaining-time.none') : '–';
  }
  if (stream.state !== 'LIVE' || uploader?.activity !== 'SENDING') {
    return '–';
  }
  if (uploader.flow.remainingSeconds !== null) {
    return estimate(uploader.flow.remainingSeconds * 1000);
  }
  return uploader.bitsPerSecond > 0 ? estimate(left * 8000 / uploader.bitsPerSecond) : '–';
}
