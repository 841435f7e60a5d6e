/** Takes the known networks along to another device in an encrypted file, and those of another device in. */
import {html} from 'lit';
import {tellTrouble} from '../core/actions.js';
import {call} from '../core/api.js';
import {Element} from '../core/element.js';
import {printable} from '../core/format.js';
import {change} from '../core/networks.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

const FILE_NAME = 'rushline-networks.jwe';
const LIMIT_BYTES = 1024 * 1024;
const SAVED_MS = 60_000;

class NetworkTransfer extends Element {
  static properties = {busy: {state: true}, outcome: {state: true}};

  render() {
    return html`
      <section aria-labelledby="transfer-title">
        <h3 id="transfer-title">${t('transfer')}</h3>
        <p class="quiet">${t('transfer.text')}</p>
        <form data-testid="export-form" @submit=${(event) => this.#run(event, save)}>
          ${passphrase('new-password', 'export-passphrase')}
          <label class="field">${t('transfer.again')}
            <input type="password" name="again" autocomplete="new-password" required data-testid="export-again"></label>
          <button class="button" ?disabled=${this.busy} data-testid="export-networks">${t('transfer.export')}</button>
        </form>
        <form data-testid="import-form" @submit=${(event) => this.#run(event, take)}>
          <label class="field">${t('transfer.file')} <input type="file" name="file" required data-testid="import-file" @change=${checkSize}></label>
          ${passphrase('off', 'import-passphrase')}
          <button class="button" ?disabled=${this.busy} data-testid="import-networks">${t('transfer.import')}</button>
        </form>
        <ul class="rows" role="status" aria-label=${t('transfer')}>${(this.outcome ?? []).map(row)}</ul>
      </section>`;
  }

  async #run(event, work) {
    event.preventDefault();
    const form = event.target;
    if (form.again && form.again.value !== form.passphrase.value) {
      form.again.setCustomValidity(t('transfer.again.other'));
      form.again.reportValidity();
      form.addEventListener('input', () => form.again.setCustomValidity(''), {once: true});
      return;
    }
    this.busy = true;
    this.outcome = [];
    if (await tellTrouble(async () => { this.outcome = await work(form); })) {
      form.reset();
    }
    this.busy = false;
  }
}
customElements.define('network-transfer', NetworkTransfer);

const passphrase = (autocomplete, testId) => html`
  <label class="field">${t('transfer.passphrase')}
    <input type="password" name="passphrase" autocomplete=${autocomplete} minlength="8" maxlength="1024" required data-testid=${testId}></label>`;

const row = ({name, outcome, what, todo}) => html`
  <li data-testid="transferred" data-name=${name} data-outcome=${outcome}>
    ${icon(outcome === 'REFUSED' || what ? 'WARNING' : 'ONLINE')}
    <div class="words">
      <p class="title"><bdi>${printable(name)}</bdi></p>
      <p class="quiet">${outcome === 'TAKEN' ? t('transfer.TAKEN') : null} ${what}</p>
      ${todo && outcome !== 'KNOWN' ? html`<p class="trouble">${todo}</p>` : null}
    </div>
  </li>`;

async function save(form) {
  const {file, networks} = await call('POST', 'network/profiles/export', {passphrase: form.passphrase.value});
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([file], {type: 'application/jose'}));
  link.download = FILE_NAME;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), SAVED_MS); // some browsers read it only after a while
  return networks;
}

const take = async (form) => (await change('POST', 'profiles/import', {file: await form.file.files[0].text(), passphrase: form.passphrase.value})).networks;

/** The device does not read more. */
const checkSize = ({target}) => target.setCustomValidity(target.files[0]?.size > LIMIT_BYTES ? t('transfer.large') : '');
