/** Asks what is to be done with clips that are held: one box for each reason, until somebody answers or leaves it be. */
import {html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {OTHER_PROJECT, tellTrouble} from '../core/actions.js';
import {call} from '../core/api.js';
import {ask} from '../core/ask.js';
import {Element} from '../core/element.js';
import {bytes, printable} from '../core/format.js';
import {clip, projectName} from '../core/lookups.js';
import {QueuePage} from '../core/queue-page.js';
import {session} from '../core/session.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

const DUPLICATE = 'queue.duplicate';
const KNOWN = ['queue.before-pairing', OTHER_PROJECT, DUPLICATE, 'queue.channel-paused', 'queue.manual'];
/** What is not wanted is cancelled: of the others somebody may think again. */
const REFUSABLE = [DUPLICATE, 'queue.channel-paused'];
const LEFT = 'rushline.held.left';

class HeldQuestions extends Element {
  static topics = ['status', 'session', 'names'];
  static properties = {left: {state: true}};

  #twins = new QueuePage(() => this.requestUpdate(), {states: ['HELD'], reason: DUPLICATE, limit: 3});

  constructor() {
    super();
    this.left = JSON.parse(sessionStorage.getItem(LEFT) ?? '{}'); // reason code → how many were left be
  }

  connectedCallback() {
    super.connectedCallback();
    this.#twins.start();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#twins.stop();
  }

  render() {
    const held = (stream.status?.queue?.held ?? []).filter(({code, count}) => count > (this.left[code] ?? 0));
    return html`${repeat(held, ({code}) => code, (one) => this.#question(one))}`;
  }

  #question({code, count, bytes: size}) {
    const kind = KNOWN.includes(code) ? code : 'other';
    const {connection} = stream.status;
    const project = connection?.state === 'CONNECTED' ? projectName(connection.projectId) ?? t('project.CONNECTED') : null;
    const values = {n: count, size: bytes(size), project: printable(project ?? t('project.this'))};
    return html`
      <section class="question card" data-testid="held-question" data-code=${code} aria-labelledby="held-${code}">
        ${icon('HELD')}
        <p id="held-${code}">${t(`held.${kind}`, values)}</p>
        ${code === DUPLICATE ? html`<ul>${this.#twins.items.filter(({state}) => state === 'HELD').map(twin)}</ul>` : null}
        <div class="buttons">
          ${session.mayAct && project ? html`
            <button class="button primary" data-testid="held-send" @click=${() => send(code, values)}><bdi>${t(`held.${kind}.send`, values)}</bdi></button>` : null}
          ${session.mayAct && REFUSABLE.includes(code) ? html`
            <button class="button" data-testid="held-refuse" @click=${() => answer('cancel', code)}>${t('held.refuse')}</button>` : null}
          <button class="button" data-testid="held-show" @click=${() => this.#show(code)}>${t('held.show')}</button>
          <button class="button" data-testid="held-leave" @click=${() => this.#leave(code, count)}>${t('held.leave')}</button>
        </div>
      </section>`;
  }

  #show(code) {
    this.dispatchEvent(new CustomEvent('show-held', {detail: code}));
  }

  /** It asks again when there are more. */
  #leave(code, count) {
    this.left = {...this.left, [code]: count};
    sessionStorage.setItem(LEFT, JSON.stringify(this.left));
  }
}
customElements.define('held-questions', HeldQuestions);

/** Which clip is the same as which. */
function twin({name, duplicateOf}) {
  const other = duplicateOf && clip(duplicateOf);
  return other ? html`<li><bdi>${printable(name)}</bdi> ${t(`duplicate.of.${other.state === 'COMPLETED' ? 'there' : 'known'}`)} <bdi>${printable(other.name)}</bdi></li>` : null;
}

const answer = (action, code) => tellTrouble(() => call('POST', 'queue/actions', {action, matching: {states: ['HELD'], reason: code}}));

async function send(code, values) {
  if (code !== OTHER_PROJECT
    || await ask({title: t('ask.resume', values), text: t('ask.resume.text', values), yes: t('ask.resume.yes', values)})) {
    await answer('resume', code);
  }
}
