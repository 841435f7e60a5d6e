/** All there is to know of one clip, and all that can be done to it. */
import {html} from 'lit';
import {act, available} from '../core/actions.js';
import {Element} from '../core/element.js';
import {bytes, moment, number, printable} from '../core/format.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class ClipDetails extends Element {
  static topics = ['session'];
  static properties = {item: {}, page: {}};

  render() {
    const {item} = this;
    return html`
      <div class="details" data-testid="clip-details">
        <dl class="facts">
          ${fact('name', printable(item.name), true)}
          ${fact('path', printable(item.path), true)}
          ${fact('size', `${bytes(item.sizeBytes)} (${t('bytes', {n: item.sizeBytes})})`)}
          ${fact('sent', item.partCount ? `${bytes(item.ackedBytes)} · ${t('parts', {a: item.ackedParts, n: item.partCount})}` : null)}
          ${fact('tries', item.tries ? number(item.tries) : null)}
          ${fact('retryAt', moment(item.retryAt))}
          ${fact('created', moment(item.createdAt))}
          ${fact('accepted', moment(item.acceptedAt))}
          ${fact('started', moment(item.startedAt))}
          ${fact('completed', moment(item.completedAt))}
          ${fact('source', printable(item.source))}
          ${fact('channel', number(item.channel))}
          ${fact('priority', item.priority ? number(item.priority) : null)}
          ${fact('asset', item.assetId, true)}
          ${fact('sha256', item.sha256, true)}
          ${fact('reason', item.reason?.code)}
        </dl>
        <div class="buttons">
          ${available(item).map((action) => html`
            <button class="button ${action.danger ? 'danger' : ''}" @click=${() => act(action, item, this.page)}>${icon(action.id)} ${t(`action.${action.id}`)}</button>`)}
        </div>
      </div>`;
  }
}
customElements.define('clip-details', ClipDetails);

const fact = (key, value, long = false) => value
  ? html`<div class=${long ? 'long' : ''}><dt>${t(`fact.${key}`)}</dt><dd><bdi>${value}</bdi></dd></div>` : null;
