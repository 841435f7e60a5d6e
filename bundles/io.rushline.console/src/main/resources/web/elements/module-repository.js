/** What a repository offers: updates of what runs first; checked, downloaded behind the uploads, and installed. */
import {html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {tellTrouble} from '../core/actions.js';
import {call} from '../core/api.js';
import {ask} from '../core/ask.js';
import {Element} from '../core/element.js';
import {bytes, moment, printable} from '../core/format.js';
import {loadSources, modules} from '../core/modules.js';
import {session} from '../core/session.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class ModuleRepository extends Element {
  static topics = ['modules', 'session'];
  static properties = {checking: {state: true}};

  render() {
    const {repository} = modules;
    return repository ? html`
      <section aria-labelledby="repository-title">
        <h3 id="repository-title">${t('repository')}</h3>
        <p class="quiet">${repository.place ? html`<bdi>${printable(repository.place)}</bdi> · ${printable(repository.channel)}` : t('repository.none')}
          ${repository.checkedAt ? ` · ${t('repository.checked', {when: moment(repository.checkedAt)})}` : ''}</p>
        ${repository.why ? html`<p class="todo" role="status">${printable(repository.why)}</p>` : null}
        ${repository.download ? download(repository.download) : null}
        <ul class="rows" aria-label=${t('repository.offers')} ?hidden=${!repository.offers.length}>${repeat(sorted(repository.offers), ({id}) => id, offer)}</ul>
        ${repository.place && session.mayManage ? html`
          <button class="button" ?disabled=${Boolean(this.checking)} data-testid="repository-check" @click=${this.#check}>${icon('retry')}
            ${t(this.checking ? 'repository.checking' : 'repository.check')}</button>` : null}
      </section>` : null;
  }

  async #check() {
    this.checking = true;
    await tellTrouble(async () => { modules.repository = await call('POST', 'modules/repository/check'); });
    this.checking = false;
  }
}
customElements.define('module-repository', ModuleRepository);

const isNews = ({installed, version}) => installed !== version;
const sorted = (offers) => [...offers].sort((a, b) => isNews(b) - isNews(a) || a.name.localeCompare(b.name));

const offer = (one) => html`
  <li data-testid="offer" data-name=${one.name}>
    <div class="words">
      <p class="title"><bdi>${printable(one.name)}</bdi> <span class="quiet"><bdi>${printable(one.version)}</bdi></span></p>
      <p class="quiet">${one.installed ? t(isNews(one) ? 'offer.runs' : 'offer.same', {version: printable(one.installed)}) : t('offer.new')} · ${bytes(one.sizeBytes)}</p>
      ${one.description ? html`<p>${printable(one.description)}</p>` : null}
    </div>
    ${session.mayManage && isNews(one) ? html`
      <button class="button" ?disabled=${Boolean(modules.repository.download || modules.current)} data-testid="offer-button"
        aria-label=${t('offer.of', {action: t(one.installed ? 'offer.update' : 'offer.install'), name: printable(one.name)})}
        @click=${() => fetchOffer(one)}>${t(one.installed ? 'offer.update' : 'offer.install')}</button>` : null}
  </li>`;

const download = ({doneBytes, totalBytes}) => html`
  <p>${t('repository.downloading')} ${bytes(doneBytes)} / ${bytes(totalBytes)}</p>
  <progress max=${totalBytes || 1} value=${doneBytes} aria-label=${t('repository.downloading')}></progress>
  ${session.mayManage ? html`<button class="button" data-testid="repository-stop" @click=${stop}>${t('repository.stop')}</button>` : null}`;

async function fetchOffer({id, name, version}) {
  if (await ask({title: t('ask.fetch'), name: `${name} ${version}`, text: t('ask.fetch.text'), yes: t('ask.fetch.yes')})) {
    await tellTrouble(() => call('POST', 'modules/repository/fetch', {ids: [id], when: 'now'}));
    loadSources();
  }
}

async function stop() {
  await tellTrouble(() => call('POST', 'modules/repository/stop'));
  loadSources();
}
