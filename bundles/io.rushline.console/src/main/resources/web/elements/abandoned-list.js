/** What was left behind unfinished in the cloud, which a person may want to delete there. */
import {html} from 'lit';
import {call, Problem} from '../core/api.js';
import {Element} from '../core/element.js';
import {moment, printable} from '../core/format.js';
import {projectName} from '../core/lookups.js';
import {on} from '../core/topics.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

const SHOWN = 8;
const REST_MS = 15_000; // between two readings, however much happens

class AbandonedList extends Element {
  static topics = ['names'];
  static properties = {assets: {state: true}, all: {state: true}};

  #ends = [];
  #timer;
  #reading = 0;

  constructor() {
    super();
    this.assets = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.#ends.push(on('joined', () => this.#read()), on('item', () => {
      this.#timer ??= setTimeout(() => this.#read(), REST_MS);
    }));
    this.#read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ends.splice(0).forEach((end) => end());
    clearTimeout(this.#timer);
  }

  render() {
    const {assets} = this;
    return assets.length ? html`
      <section class="card abandoned" aria-labelledby="abandoned-title" data-testid="abandoned-assets">
        <h2 id="abandoned-title">${t('abandoned')} <span class="count">${assets.length}</span></h2>
        <p class="quiet">${t('abandoned.text')}</p>
        <ul>${(this.all ? assets : assets.slice(0, SHOWN)).map(asset)}</ul>
        ${assets.length > SHOWN && !this.all ? html`
          <button class="button wide" @click=${() => { this.all = true; }}>${t('problems.all', {n: assets.length})}</button>` : null}
      </section>` : null;
  }

  async #read() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const mine = ++this.#reading;
    try {
      const {assets} = await call('GET', 'abandoned-assets');
      if (mine === this.#reading) { // else a later one tells
        this.assets = assets;
      }
    } catch (error) {
      if (!(error instanceof Problem)) {
        throw error;
      }
    }
  }
}
customElements.define('abandoned-list', AbandonedList);

const asset = ({name, assetId, projectId, why, at}) => html`
  <li data-testid="abandoned-asset" data-asset=${assetId}>
    <p class="title" title=${printable(name)}>${icon('CANCELLED')} <bdi>${printable(name)}</bdi></p>
    <p>${printable(why.what)}</p>
    <p class="quiet">${moment(at)}${projectName(projectId) ? html` · <bdi>${printable(projectName(projectId))}</bdi>` : null}</p>
    <p class="address">${assetId ? printable(assetId) : t('abandoned.noId')}</p>
  </li>`;
