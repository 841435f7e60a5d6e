/** All about modules in one dialog, at the address `#modules`: so it opens again when the console was replaced and the page is loaded anew. */
import {html} from 'lit';
import {Element} from '../core/element.js';
import {loadModules, loadSources, loadStaged, modules} from '../core/modules.js';
import {session} from '../core/session.js';
import {on} from '../core/topics.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';
import './module-fleet.js';
import './module-history.js';
import './module-install.js';
import './module-list.js';
import './module-repository.js';
import './module-update.js';
import './notice-stack.js';

const ADDRESS = '#modules';
const SOURCES_TICKS = 3;

class ModulesDialog extends Element {
  static topics = ['modules', 'session'];
  static properties = {open: {state: true}};

  #ends = [];
  #ticks = 0;

  connectedCallback() {
    super.connectedCallback();
    const follow = () => this.#follow();
    addEventListener('hashchange', follow);
    this.#ends.push(() => removeEventListener('hashchange', follow), on('tick', () => this.#tick()), on('reconnected', () => this.open && loadStaged()));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ends.splice(0).forEach((end) => end());
  }

  firstUpdated() {
    this.#follow();
  }

  render() {
    return html`
      <dialog class="dialog wide modules" aria-labelledby="modules-title" data-survives data-testid="modules-dialog" @close=${this.#closed}>
        <header>
          <h2 id="modules-title">${t('modules')}</h2>
          <form method="dialog"><button class="iconbutton" aria-label=${t('modules.close')} data-testid="modules-close">${icon('close')}</button></form>
        </header>
        ${this.open ? this.#content() : null}
      </dialog>`;
  }

  #content() {
    return html`
      ${modules.safeMode ? html`<p class="warning" data-severity="WARNING" role="alert" data-testid="safe-mode">
        ${icon('WARNING')} <span><b>${t('modules.safe')}</b> ${modules.safeMode}</span></p>` : null}
      ${modules.list ? null : html`<p class="quiet" role="status">${t('modules.away')}</p>`}
      <module-update></module-update>
      ${session.mayManage ? html`<module-install></module-install>` : null}
      <module-repository></module-repository>
      <module-fleet></module-fleet>
      <module-list></module-list>
      <module-history></module-history>
      <notice-stack></notice-stack>`;
  }

  #follow() {
    const dialog = this.querySelector('dialog');
    if (location.hash === ADDRESS && !dialog.open) {
      this.open = true;
      dialog.showModal();
      loadModules();
      loadStaged();
      loadSources();
    } else if (location.hash !== ADDRESS && dialog.open) {
      dialog.close();
    }
  }

  #closed(event) {
    if (event.target.matches('.modules')) {
      this.open = false;
      if (location.hash === ADDRESS) {
        history.replaceState(null, '', location.pathname + location.search);
      }
    }
  }

  #tick() {
    if (this.open && !document.hidden && ++this.#ticks % SOURCES_TICKS === 0) {
      loadSources();
    }
  }
}
customElements.define('modules-dialog', ModulesDialog);
