/** All about modules in one dialog, at the address `#modules`: so it opens again when the console was replaced and the page is loaded anew. */
import {html} from 'lit';
import {loadModules, loadSources, loadStaged, modules} from '../core/modules.js';
import {session} from '../core/session.js';
import {on} from '../core/topics.js';
import {t} from '../core/strings.js';
import {AddressDialog} from './address-dialog.js';
import {icon} from './icons.js';
import './module-fleet.js';
import './module-history.js';
import './module-install.js';
import './module-list.js';
import './module-repository.js';
import './module-update.js';
import './notice-stack.js';

const SOURCES_TICKS = 3;

class ModulesDialog extends AddressDialog {
  static topics = ['modules', 'session'];

  #end;
  #ticks = 0;

  constructor() {
    super('modules');
  }

  connectedCallback() {
    super.connectedCallback();
    this.#end = on('joined', () => this.open && loadStaged());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end();
  }

  opened() {
    loadModules();
    loadStaged();
    loadSources();
  }

  tick() {
    if (++this.#ticks % SOURCES_TICKS === 0) {
      loadSources();
    }
  }

  content() {
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
}
customElements.define('modules-dialog', ModulesDialog);
