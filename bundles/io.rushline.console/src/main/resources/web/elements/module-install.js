/** Receives files, shows what they would change, and installs them as one set after a person's yes. */
import {html} from 'lit';
import {tellTrouble} from '../core/actions.js';
import {call, Problem, send} from '../core/api.js';
import {ask} from '../core/ask.js';
import {Element} from '../core/element.js';
import {bytes, printable} from '../core/format.js';
import {changeWord, changeWords, restartWords, signerName} from '../core/module-words.js';
import {learnUpdate, loadStaged, modules} from '../core/modules.js';
import {staying} from '../core/page-version.js';
import {on} from '../core/topics.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';
import './module-when.js';

class ModuleInstall extends Element {
  static topics = ['modules'];
  static properties = {sending: {state: true}, left: {state: true}, plan: {state: true}, refusal: {state: true}, downgrade: {state: true}, over: {state: true}};

  #end;
  #looked = ''; // what plan and refusal are of

  constructor() {
    super();
    this.left = new Set(); // ids that are not picked
    this.downgrade = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#end = on('modules', () => this.#look());
    this.#look();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end();
    this.sending?.stop.abort();
  }

  render() {
    return html`
      <section aria-labelledby="install-title" class=${this.over ? 'over' : ''} @dragover=${this.#dragOver} @dragleave=${this.#dragLeave} @drop=${this.#drop}>
        <h3 id="install-title">${t('install')}</h3>
        ${this.sending ? this.#progress() : html`
          <label class="field">${t('install.choose')}
            <input type="file" multiple accept=".jar,.rlm" data-testid="module-file" @change=${this.#chosen}></label>`}
        ${modules.staged.length ? html`
          <ul class="rows" aria-label=${t('install.staged')}>${modules.staged.map((module) => this.#staged(module))}</ul>
          ${this.#outcome()}` : null}
      </section>`;
  }

  #progress() {
    const {name, done, size, stop} = this.sending;
    return html`
      <p><bdi>${printable(name)}</bdi> · ${bytes(done)} / ${bytes(size)}</p>
      <progress max=${size || 1} value=${done} aria-label=${t('progress', {name: printable(name)})}></progress>
      <button class="button" @click=${() => stop.abort()}>${t('install.stop')}</button>`;
  }

  #staged({id, name, version, signer, sizeBytes}) {
    return html`
      <li data-testid="staged-module" data-name=${name}>
        <label class="pickline"><input type="checkbox" .checked=${!this.left.has(id)} @change=${({target}) => this.#pick(id, target.checked)}>
          <span><b><bdi>${printable(name)}</bdi></b> <bdi>${printable(version)}</bdi>
          <span class="quiet">${t('module.signer', {name: signerName(signer)})} · ${bytes(sizeBytes)}</span></span></label>
        <button class="iconbutton" aria-label=${t('install.discard', {name: printable(name)})} title=${t('install.discard', {name: printable(name)})}
          @click=${() => discard(id)}>${icon('close')}</button>
      </li>`;
  }

  #outcome() {
    const {plan, refusal} = this;
    return html`
      <div role="status" data-testid="plan">
        ${refusal ? html`<p class="trouble">${printable(refusal.what)} <span class="todo">${refusal.todo}</span></p>` : null}
        ${plan ? html`<ul>${plan.changes.map((change) => html`<li>${changeWord(change)}</li>`)}</ul>
          <p class="quiet">${plan.changes.length ? restartWords(plan.restarts) : t('change.none')}</p>` : null}
      </div>
      ${refusal?.code === 'modules.downgrade' || this.downgrade ? html`
        <label class="pickline"><input type="checkbox" .checked=${this.downgrade} data-testid="allow-downgrade"
          @change=${({target}) => { this.downgrade = target.checked; this.#look(); }}> ${t('install.downgrade')}</label>` : null}
      ${plan?.changes.length ? html`
        <form @submit=${this.#install}>
          <module-when></module-when>
          <button class="button primary" ?disabled=${Boolean(modules.current)} data-testid="install-button">${t('install.go')}</button>
        </form>` : null}`;
  }

  #picked() {
    return modules.staged.map(({id}) => id).filter((id) => !this.left.has(id));
  }

  #pick(id, wanted) {
    this.left = new Set(this.left);
    this.left[wanted ? 'delete' : 'add'](id);
    this.#look();
  }

  /** Asks the device what would change, whenever that may be another. */
  async #look() {
    const ids = this.#picked();
    const allowDowngrade = this.downgrade;
    const question = JSON.stringify([ids, allowDowngrade, modules.list?.map(({name, version, role}) => [name, version, role]), modules.current?.id]);
    if (question === this.#looked) {
      return;
    }
    this.#looked = question;
    let plan = null;
    let refusal = null;
    if (ids.length) {
      try {
        plan = await call('POST', 'modules/look', {ids, allowDowngrade});
      } catch (error) {
        if (!(error instanceof Problem)) {
          throw error;
        }
        refusal = error;
      }
    }
    if (question === this.#looked) {
      Object.assign(this, {plan, refusal});
    }
  }

  #dragOver(event) {
    if ([...event.dataTransfer.types].includes('Files')) {
      event.preventDefault();
      this.over = true;
    }
  }

  #dragLeave() {
    this.over = false;
  }

  #drop(event) {
    event.preventDefault();
    this.over = false;
    this.#send([...event.dataTransfer.files]);
  }

  #chosen({target}) {
    this.#send([...target.files]);
    target.value = '';
  }

  async #send(files) {
    if (this.sending) {
      return;
    }
    const stop = new AbortController();
    await staying(async () => {
      for (const file of files) {
        const show = (done) => { this.sending = {name: file.name, size: file.size, done, stop}; };
        show(0);
        if (!await tellTrouble(() => send('modules/staged?' + new URLSearchParams({name: file.name}), file, show, stop.signal)) && stop.signal.aborted) {
          break;
        }
      }
    });
    this.sending = null;
    loadStaged();
  }

  async #install(event) {
    event.preventDefault();
    const when = event.target.querySelector('module-when').value;
    const ids = this.#picked();
    const {plan, downgrade} = this;
    if (await ask({title: t('ask.install'), text: `${changeWords(plan.changes)} ${restartWords(plan.restarts)} ${t('ask.install.text')}`, yes: t('install.go')})) {
      await tellTrouble(async () => learnUpdate(await call('POST', 'modules/install', {ids, allowDowngrade: downgrade, when})));
      loadStaged();
    }
  }
}
customElements.define('module-install', ModuleInstall);

async function discard(id) {
  await tellTrouble(() => call('DELETE', `modules/staged/${id}`));
  loadStaged();
}
