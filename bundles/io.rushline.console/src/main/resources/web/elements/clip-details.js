/** All there is to know of one clip, and all that can be done to it. */
import {html} from 'lit';
import {act, available, label, tellTrouble} from '../core/actions.js';
import {call} from '../core/api.js';
import {Element} from '../core/element.js';
import {bytes, moment, number, printable} from '../core/format.js';
import {clip, projectName} from '../core/lookups.js';
import {session} from '../core/session.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class ClipDetails extends Element {
  static topics = ['session', 'names'];
  static properties = {item: {}, page: {}};

  render() {
    const {item} = this;
    return html`
      <div class="details" data-testid="clip-details">
        <dl class="facts">
          ${fact('name', printable(item.name), true)}
          ${fact('path', printable(item.path), true)}
          ${fact('project', printable(projectName(item.projectId) ?? item.projectId))}
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
          ${fact('networks', item.networks.map(printable).join(', '))}
          ${fact('duplicate', item.duplicateOf ? printable(clip(item.duplicateOf)?.name ?? `#${item.duplicateOf}`) : null, true)}
          ${fact('version', item.versionOf, true)}
          ${fact('asset', item.assetId, true)}
          ${fact('sha256', item.sha256, true)}
          ${fact('xxh128', item.xxh128, true)}
          ${fact('c4', item.c4, true)}
          ${fact('reason', item.reason?.code)}
        </dl>
        <div class="buttons">
          ${this.#priority()}
          ${available(item).map((action) => html`
            <button class="button ${action.danger ? 'danger' : ''}" data-testid="detail-${action.id}" @click=${() => act(action, item, this.page)}>${icon(action.id)} ${label(action, item)}</button>`)}
        </div>
      </div>`;
  }

  #priority() {
    const {item} = this;
    return !session.mayAct || ['COMPLETED', 'REJECTED'].includes(item.state) ? null : html`
      <label class="priority">${t('fact.priority')}
        <input type="number" min="-1000" max="1000" step="1" required .value=${String(item.priority)} data-testid="priority" @change=${(event) => prioritise(item, event.target)}></label>`;
  }
}
customElements.define('clip-details', ClipDetails);

function prioritise(item, field) {
  if (field.reportValidity()) {
    tellTrouble(() => call('POST', `queue/${item.id}/prioritise`, {priority: field.valueAsNumber}));
  }
}

const fact = (key, value, long = false) => value
  ? html`<div class=${long ? 'long' : ''}><dt>${t(`fact.${key}`)}</dt><dd><bdi>${value}</bdi></dd></div>` : null;
