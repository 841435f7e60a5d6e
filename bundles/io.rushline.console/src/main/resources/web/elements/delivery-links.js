/** The ways to each project's delivery report, which another module makes: nothing where it is not installed. */
import {html} from 'lit';
import {call, Problem} from '../core/api.js';
import {Element} from '../core/element.js';
import {printable} from '../core/format.js';
import {on} from '../core/topics.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class DeliveryLinks extends Element {
  static properties = {projects: {state: true}};

  #ends = [];
  #reading = 0;

  constructor() {
    super();
    this.projects = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.#ends.push(...['joined', 'projects'].map((topic) => on(topic, () => this.#read())));
    this.#read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ends.splice(0).forEach((end) => end());
  }

  render() {
    return this.projects.length ? html`
      <section class="card" aria-labelledby="delivery-title" data-testid="delivery-reports">
        <h2 id="delivery-title">${t('delivery')}</h2>
        <ul class="tools">
          ${this.projects.map(({name, report, manifest}) => html`
            <li>
              <a href=${report} target="_blank" rel="noopener" data-testid="delivery-report">${icon('link')} <bdi>${printable(name)}</bdi></a>
              ${ownPath(manifest) ? html`<a href=${manifest} data-testid="delivery-manifest">${icon('last')} ${t('delivery.manifest')}</a>` : null}
            </li>`)}
        </ul>
      </section>` : null;
  }

  async #read() {
    const mine = ++this.#reading;
    let found = [];
    try {
      found = await call('GET', 'delivery/') ?? [];
    } catch (error) {
      if (!(error instanceof Problem)) {
        throw error;
      }
    }
    if (mine === this.#reading) { // else a later one tells
      this.projects = found.filter(({report}) => ownPath(report));
    }
  }
}
customElements.define('delivery-links', DeliveryLinks);

/** Only to this device itself. */
const ownPath = (path) => /^\/api\/v1\/delivery\/[^\\]*$/.test(path);
