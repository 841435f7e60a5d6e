/** Where clips come from, and whether each place is watched. */
import {html} from 'lit';
import {tellTrouble} from '../core/actions.js';
import {call} from '../core/api.js';
import {Element} from '../core/element.js';
import {printable, since} from '../core/format.js';
import {session} from '../core/session.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class SourceList extends Element {
  static topics = ['status', 'session', 'tick'];

  render() {
    const sources = stream.status?.ingests ?? [];
    return html`
      <section class="card sources" aria-labelledby="sources-title">
        <h2 id="sources-title">${t('sources')}
          ${session.mayAct && sources.length ? html`
            <button class="iconbutton" aria-label=${t('sources.rescan')} title=${t('sources.rescan')} @click=${rescan}>${icon('retry')}</button>` : null}
        </h2>
        ${stream.status && !sources.length ? html`<p class="quiet">${t('sources.none')}</p>` : null}
        <ul>${sources.map(source)}</ul>
      </section>`;
  }
}
customElements.define('source-list', SourceList);

const rescan = () => tellTrouble(() => call('POST', 'ingests/rescan'));

const source = ({name, location, state, reason, growing, accepted, scannedAt}) => html`
  <li data-testid="source" data-state=${state}>
    <p class="title" title=${printable(location)}>${icon(state === 'AWAY' ? 'WARNING' : 'folder')} <bdi>${printable(location)}</bdi></p>
    <p>${printable(name)} · <b>${t(`source.${state}`)}</b> · ${t('source.accepted', {n: accepted})}${growing ? ` · ${t('source.growing', {n: growing})}` : ''}</p>
    ${reason ? html`<p class="todo">${reason}</p>` : null}
    ${scannedAt ? html`<p class="quiet">${t('source.scanned', {span: since(scannedAt)})}</p>` : null}
  </li>`;
