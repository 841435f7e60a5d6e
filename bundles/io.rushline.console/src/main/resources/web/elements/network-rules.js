/** What each network is for, what it has carried this month, and of which kind the main link is taken. */
import {html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {tellTrouble} from '../core/actions.js';
import {Element} from '../core/element.js';
import {bytes, printable} from '../core/format.js';
import {change, networks} from '../core/networks.js';
import {session} from '../core/session.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

const SHARES = ['ON', 'BEHIND', 'OFF'];
const CARRIES = ['ALL', 'PROXIES', 'NOTHING'];
const GIGABYTE = 1e9;

class NetworkRules extends Element {
  static topics = ['networks', 'session', 'status'];

  render() {
    return html`
      <section aria-labelledby="rules-title">
        <h3 id="rules-title">${t('rules')}</h3>
        <p class="quiet">${t('rules.text')}</p>
        <ul class="rows" aria-label=${t('rules')}>${repeat(networks.uses, ({network}) => network, row)}</ul>
        ${networks.kinds ? html`
          <h3>${t('kinds')}</h3>
          <ol class="rows" aria-label=${t('kinds')}>${networks.kinds.map(kindRow)}</ol>` : null}
      </section>`;
  }
}
customElements.define('network-rules', NetworkRules);

function row(use) {
  const {network, name, kind, link, metered, share, carries, monthlyBytes, carriedBytes, leftBytes} = use;
  const carrying = link && stream.status?.network?.carriers.some((carrier) => carrier.link === link);
  const words = [carrying ? t('use.carrying') : null, metered ? t('link.metered') : null, t('use.month', {size: bytes(carriedBytes)}),
    leftBytes === null ? null : t('use.left', {size: bytes(leftBytes)})];
  const budget = monthlyBytes === null ? '' : String(monthlyBytes / GIGABYTE);
  const choice = (field, values, chosen) => html`
    <label class="field">${t(`use.${field}`)}
      <select ?disabled=${!session.mayAct} data-testid="use-${field}" @change=${({target}) => set(target, use, {[field]: target.value}, chosen)}>
        ${values.map((value) => html`<option value=${value} .selected=${value === chosen}>${t(`use.${field}.${value}`)}</option>`)}
      </select></label>`;
  return html`
    <li data-testid="network-use" data-network=${network} data-carrying=${Boolean(carrying)}>
      ${icon(kind)}
      <div class="words">
        <p class="title"><bdi>${printable(name)}</bdi></p>
        <p class="quiet">${words.filter(Boolean).join(' · ')}</p>
      </div>
      ${choice('share', SHARES, share)}
      ${choice('carries', CARRIES, carries)}
      <label class="field">${t('use.budget')}
        <input type="number" min="0.001" step="any" ?disabled=${!session.mayAct} .value=${budget} data-testid="use-budget"
          @change=${({target}) => target.reportValidity() && set(target, use, {monthlyBytes: target.value ? Math.round(target.value * GIGABYTE) : null}, budget)}></label>
    </li>`;
}

/** A refusal leaves the field as it was. */
async function set(field, {network, share, carries, monthlyBytes}, wanted, before) {
  if (!await tellTrouble(() => change('PUT', `rules/${encodeURIComponent(network)}`, {share, carries, monthlyBytes, ...wanted}))) {
    field.value = before;
  }
}

const kindRow = (kind, index) => html`
  <li data-testid="link-kind" data-kind=${kind}>
    ${icon(kind)}
    <div class="words"><p class="title">${t(`kind.${kind}`)}</p></div>
    ${index && session.mayAct ? html`
      <button class="iconbutton" aria-label=${t('kinds.prefer', {name: t(`kind.${kind}`)})} data-testid="prefer-kind" @click=${() => prefer(index)}>${icon('up')}</button>` : null}
  </li>`;

/** Before the one above it. */
function prefer(index) {
  const kinds = [...networks.kinds];
  kinds.splice(index - 1, 0, ...kinds.splice(index, 1));
  return tellTrouble(() => change('PUT', 'kinds', {kinds}));
}
