/** What a repository offers: checked, chosen, downloaded behind the uploads, and installed as one set. What runs is chosen until somebody says otherwise. */
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
import './module-when.js';

class ModuleRepository extends Element {
  static topics = ['modules', 'session'];
  static properties = {checking: {state: true}};

  #choices = new Map(); // id → whether a person wants it

  render() {
    const {repository} = modules;
    return repository ? html`
      <section aria-labelledby="repository-title">
        <h3 id="repository-title">${t('repository')}</h3>
        <p class="quiet">${repository.place ? html`<bdi>${printable(repository.place)}</bdi> · ${printable(repository.channel)}` : t('repository.none')}
          ${repository.checkedAt ? ` · ${t('repository.checked', {when: moment(repository.checkedAt)})}` : ''}</p>
        ${repository.why ? html`<p class="todo" role="status" data-testid="repository-why">${printable(repository.why)}</p>` : null}
        ${repository.download ? download(repository.download) : null}
        <ul class="rows" aria-label=${t('repository.offers')} ?hidden=${!repository.offers.length}>
          ${repeat(sorted(repository.offers), ({id}) => id, (one) => this.#offer(one))}</ul>
        ${session.mayManage ? this.#actions(repository) : null}
      </section>` : null;
  }

  #offer(one) {
    return html`
      <li data-testid="offer" data-name=${one.name} data-version=${one.version}>
        ${session.mayManage && isNews(one) ? html`
          <label class="pickline"><input type="checkbox" .checked=${this.#wants(one)} @change=${({target}) => this.#choose(one, target.checked)}>${words(one)}</label>` : words(one)}
      </li>`;
  }

  #actions({place, offers, download}) {
    return html`
      ${offers.some(isNews) ? html`
        <form @submit=${this.#fetch}>
          <module-when></module-when>
          <button class="button primary" ?disabled=${Boolean(download || modules.current) || !this.#wanted().length} data-testid="fetch-button">${t('offer.fetch')}</button>
        </form>` : null}
      ${place ? html`
        <button class="button" ?disabled=${Boolean(this.checking)} data-testid="repository-check" @click=${this.#check}>${icon('retry')}
          ${t(this.checking ? 'repository.checking' : 'repository.check')}</button>` : null}`;
  }

  #wants = (one) => isNews(one) && (this.#choices.get(one.id) ?? Boolean(one.installed));

  #wanted() {
    return modules.repository.offers.filter(this.#wants);
  }

  #choose({id}, wanted) {
    this.#choices.set(id, wanted);
    this.requestUpdate();
  }

  async #check() {
    this.checking = true;
    await tellTrouble(async () => { modules.repository = await call('POST', 'modules/repository/check'); });
    this.checking = false;
  }

  async #fetch(event) {
    event.preventDefault();
    const when = event.target.querySelector('module-when').value;
    const wanted = this.#wanted();
    const name = wanted.map(({name, version}) => `${name} ${version}`).join(', ');
    if (await ask({title: t('ask.fetch', {n: wanted.length}), name, text: t('ask.fetch.text'), yes: t('offer.fetch')})) {
      await tellTrouble(() => call('POST', 'modules/repository/fetch', {ids: wanted.map(({id}) => id), when}));
      loadSources();
    }
  }
}
customElements.define('module-repository', ModuleRepository);

const isNews = ({installed, version}) => installed !== version;
const sorted = (offers) => [...offers].sort((a, b) => isNews(b) - isNews(a) || a.name.localeCompare(b.name));

const words = (one) => html`
  <span class="words"><b><bdi>${printable(one.name)}</bdi></b> <bdi>${printable(one.version)}</bdi>
    <span class="quiet">${one.installed ? t(isNews(one) ? 'offer.runs' : 'offer.same', {version: printable(one.installed)}) : t('offer.new')} · ${bytes(one.sizeBytes)}</span>
    ${one.description ? html`<br>${printable(one.description)}` : null}</span>`;

const download = ({doneBytes, totalBytes}) => html`
  <p>${t('repository.downloading')} ${bytes(doneBytes)} / ${bytes(totalBytes)}</p>
  <progress max=${totalBytes || 1} value=${doneBytes} aria-label=${t('repository.downloading')}></progress>
  ${session.mayManage ? html`<button class="button" data-testid="repository-stop" @click=${stop}>${t('repository.stop')}</button>` : null}`;

async function stop() {
  await tellTrouble(() => call('POST', 'modules/repository/stop'));
  loadSources();
}
