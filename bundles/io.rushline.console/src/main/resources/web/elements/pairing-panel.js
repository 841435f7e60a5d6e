/** Connects the device with a project: from the button over the code to its end, cancellable at every step. It never shows a dead code. */
import {html} from 'lit';
import {tellTrouble} from '../core/actions.js';
import {call} from '../core/api.js';
import {Element} from '../core/element.js';
import {countdown, grouped, now} from '../core/format.js';
import {session} from '../core/session.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class PairingPanel extends Element {
  static topics = ['status', 'link', 'session', 'tick'];

  render() {
    const {connection, pairing} = stream.status ?? {};
    const step = pairing?.step ?? 'NONE';
    if (!connection || step === 'NONE' && connection.state === 'CONNECTED') {
      return null;
    }
    return html`
      <section class="pairing card" data-step=${step} aria-labelledby="pairing-title">
        ${step === 'NONE' ? this.#invitation(connection) : step === 'CODE' ? this.#code(pairing) : this.#waiting(step, pairing)}
      </section>`;
  }

  #invitation({state}) {
    return html`
      <div class="words">
        <h2 id="pairing-title">${t(`pair.title.${state}`)}</h2>
        <p>${t(`pair.text.${state}`)}</p>
        ${session.mayAct ? html`<div class="buttons">${startButton(t(`pair.start.${state}`))}</div>` : null}
      </div>`;
  }

  #waiting(step, {trouble}) {
    return html`
      <div class="words">
        <h2 id="pairing-title">${step === 'ASKING' ? html`<span class="spinner"></span>` : icon(step === 'OFFLINE' ? 'OFFLINE' : 'FAILED')} ${t(`pair.title.${step}`)}</h2>
        <p role="status">${trouble ?? t(`pair.text.${step}`)}</p>
        ${session.mayAct ? html`
          <div class="buttons">
            ${step === 'FAILED' ? startButton(t('pair.again')) : null}
            ${cancelButton()}
          </div>` : null}
      </div>`;
  }

  #code(pairing) {
    const left = Date.parse(pairing.expiresAt) - now();
    if (!(left > 0) || stream.state !== 'LIVE') {
      return this.#waiting('ASKING', {trouble: stream.state === 'LIVE' ? null : t('pair.unsure')});
    }
    const [first, last] = grouped(pairing.userCode);
    return html`
      <div class="words">
        <h2 id="pairing-title">${t('pair.title.CODE')}</h2>
        <p class="code" data-testid="user-code" aria-label=${[...pairing.userCode].join(' ')}><span>${first}</span> <span>${last}</span></p>
        <p class="life"><span>${t('pair.text.CODE')} ${link(pairing.verificationUri)}</span> <span>${t('pair.life')} <b role="timer">${countdown(left)}</b></span></p>
        <div class="buttons">
          ${safe(pairing.completeUri) ? html`
            <a class="button primary" href=${pairing.completeUri} target="_blank" rel="noopener noreferrer" data-testid="pair-link">${icon('link')} ${t('pair.open')}</a>` : null}
          ${session.mayAct ? cancelButton() : null}
        </div>
      </div>
      <figure class="qr">
        <img src="/api/v1/pairing/qr.svg?at=${encodeURIComponent(pairing.expiresAt)}" alt=${t('pair.qr.alt')} data-testid="pair-qr">
        <figcaption>${t('pair.qr')}</figcaption>
      </figure>`;
  }
}
customElements.define('pairing-panel', PairingPanel);

const startButton = (words) => html`<button class="button primary large" data-testid="pair-button" @click=${start}>${words}</button>`;
const cancelButton = () => html`<button class="button" data-testid="pair-cancel" @click=${cancel}>${t('pair.cancel')}</button>`;

const start = () => tellTrouble(() => call('POST', 'pairing'));
const cancel = () => tellTrouble(() => call('DELETE', 'pairing'));

/** The cloud's word goes into a link only where it is a web address. */
const safe = (uri) => /^https?:\/\//i.test(uri ?? '');
const link = (uri) => safe(uri) ? html`<a href=${uri} target="_blank" rel="noopener noreferrer">${uri.replace(/^https?:\/\//i, '')}</a>` : uri ?? '';
