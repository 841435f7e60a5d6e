/** Who is logged in, the admin's password, and the ways to the deeper tools. */
import {html} from 'lit';
import {tellTrouble} from '../core/actions.js';
import {call, logIn, Problem} from '../core/api.js';
import {Element} from '../core/element.js';
import {know, session} from '../core/session.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class SettingsDialog extends Element {
  static topics = ['session'];
  static properties = {outcome: {state: true}};

  show() {
    this.outcome = null;
    this.querySelector('dialog').showModal();
  }

  render() {
    return html`
      <dialog class="dialog" aria-labelledby="settings-title">
        <header>
          <h2 id="settings-title">${t('settings')}</h2>
          <form method="dialog"><button class="iconbutton" aria-label=${t('settings.close')}>${icon('close')}</button></form>
        </header>
        ${session.mayManage ? this.#password() : null}
        ${session.passwordSet === false ? null : html`
          <section>
            <h3>${t('account')}</h3>
            <p>${session.name ? t('account.is', {name: session.name}) : t('account.unknown')}</p>
            <button class="button" data-testid="logout-button" @click=${logOut}>${t('account.logout')}</button>
          </section>`}
        <section>
          <h3>${t('tools')}</h3>
          <ul class="tools">
            <li><a href="/system/console" target="_blank" rel="noopener">${icon('link')} ${t('tools.webconsole')}</a></li>
            <li><a href="/api/v1/openapi.json" target="_blank" rel="noopener">${icon('link')} ${t('tools.api')}</a></li>
          </ul>
        </section>
      </dialog>`;
  }

  #password() {
    const first = session.passwordSet === false;
    return html`
      <section>
        <h3>${t(first ? 'password.first' : 'password.change')}</h3>
        <p class="quiet">${t(first ? 'password.first.text' : 'password.change.text')}</p>
        <form @submit=${this.#setPassword}>
          <input name="username" autocomplete="username" .value=${session.name ?? 'admin'} readonly hidden>
          ${first ? null : html`
            <label class="field">${t('password.current')}
              <input type="password" name="current" autocomplete="current-password" required data-testid="password-current"></label>`}
          <label class="field">${t('password.new')}
            <input type="password" name="password" autocomplete="new-password" minlength="8" maxlength="1024" required data-testid="password-new"></label>
          <p class=${this.outcome?.good ? 'good' : 'trouble'} role="status" data-testid="password-outcome">${this.outcome?.words ?? ''}</p>
          <button class="button primary" data-testid="password-button">${t(first ? 'password.set' : 'password.change')}</button>
        </form>
      </section>`;
  }

  async #setPassword(event) {
    event.preventDefault();
    const form = event.target;
    const {current, password} = Object.fromEntries(new FormData(form));
    try {
      know(await call('POST', 'password', current === undefined ? {password} : {current, password}, {atLogin: true}));
      form.reset();
      this.outcome = {good: true, words: t('password.done')};
    } catch (error) {
      if (!(error instanceof Problem)) {
        throw error;
      }
      this.outcome = {good: false, words: `${error.what} ${error.todo}`};
    }
  }
}
customElements.define('settings-dialog', SettingsDialog);

async function logOut() {
  if (await tellTrouble(() => call('POST', 'logout'))) {
    logIn();
  }
}
