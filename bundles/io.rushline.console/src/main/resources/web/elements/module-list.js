/** What the device is made of: what was added or stands by at once, what ships on demand; with the ways back. */
import {html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {tellTrouble} from '../core/actions.js';
import {call} from '../core/api.js';
import {ask} from '../core/ask.js';
import {Element} from '../core/element.js';
import {moment, printable} from '../core/format.js';
import {signerName} from '../core/module-words.js';
import {learnUpdate, modules} from '../core/modules.js';
import {session} from '../core/session.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class ModuleList extends Element {
  static topics = ['modules', 'session'];

  render() {
    const list = modules.list ?? [];
    const added = list.filter(({role}) => role !== 'BUILT_IN');
    const ships = list.filter(({role}) => role === 'BUILT_IN');
    return html`
      <section aria-labelledby="installed-title">
        <h3 id="installed-title">${t('installed')}</h3>
        ${modules.list && !added.length ? html`<p class="quiet">${t('installed.none')}</p>` : null}
        <ul class="rows" aria-label=${t('installed')} ?hidden=${!added.length}>${repeat(added, key, row)}</ul>
        ${session.mayManage && added.length ? html`
          <button class="button danger" ?disabled=${Boolean(modules.current)} data-testid="rollback-button" @click=${rollBack}>${icon('retry')} ${t('rollback')}</button>` : null}
        ${ships.length ? html`
          <details class="ships"><summary data-testid="ships">${t('ships', {n: ships.length})}</summary>
            <ul class="rows" aria-label=${t('role.BUILT_IN')}>${repeat(ships, key, row)}</ul>
          </details>` : null}
      </section>`;
  }
}
customElements.define('module-list', ModuleList);

const key = ({name, version, role}) => `${name} ${version} ${role}`;

const row = (module) => html`
  <li data-testid="module" data-name=${module.name} data-version=${module.version} data-role=${module.role} data-state=${module.state}>
    <div class="words">
      <p class="title"><bdi>${printable(module.name)}</bdi> <span class="quiet"><bdi>${printable(module.version)}</bdi></span></p>
      <p class="quiet">${t(`role.${module.role}`)} · <b>${t(`module.${module.state}`)}</b>${module.signer ? html` · <span title=${printable(module.signer)}>${t('module.signer', {name: signerName(module.signer)})}</span>` : ''}${module.since ? ` · ${t('module.since', {when: moment(module.since)})}` : ''}</p>
      <details><summary>${t('module.parts', {n: module.parts.length})}</summary>${module.parts.map(part)}</details>
    </div>
    ${session.mayManage && module.role === 'ADDED' ? html`
      <button class="button" ?disabled=${Boolean(modules.current)} aria-label=${t('remove.of', {name: printable(module.name)})} data-testid="remove-module"
        @click=${() => remove(module)}>${t('remove')}</button>` : null}
  </li>`;

const part = ({name, version, state, offers, needs}) => html`
  <p><bdi>${printable(name)}</bdi> <bdi>${printable(version)}</bdi> · ${t(`module.${state}`)}</p>
  ${lines('module.offers', offers)}${lines('module.needs', needs)}`;

const lines = (title, values) => values.length ? html`
  <p class="quiet">${t(title)}</p><ul class="capabilities" aria-label=${t(title)}>${values.map((value) => html`<li>${printable(value)}</li>`)}</ul>` : null;

async function rollBack() {
  if (await ask({title: t('ask.rollback'), text: t('ask.rollback.text'), yes: t('rollback'), danger: true})) {
    await tellTrouble(async () => learnUpdate(await call('POST', 'modules/rollback')));
  }
}

async function remove({name}) {
  if (await ask({title: t('ask.remove'), name, text: t('ask.remove.text'), yes: t('remove'), danger: true})) {
    await tellTrouble(async () => learnUpdate(await call('POST', 'modules/remove', {module: name})));
  }
}
