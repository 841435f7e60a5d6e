/** The whole console: what stands where. On narrow screens one of three views is shown at a time. */
import {html} from 'lit';
import {Element} from '../core/element.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';
import {countIn, GROUPS} from '../core/queue-page.js';
import {icon} from './icons.js';
import './abandoned-list.js';
import './confirm-dialog.js';
import './delivery-links.js';
import './device-card.js';
import './held-questions.js';
import './module-update.js';
import './modules-dialog.js';
import './network-trial.js';
import './networks-dialog.js';
import './notice-stack.js';
import './pairing-panel.js';
import './problem-list.js';
import './queue-panel.js';
import './settings-dialog.js';
import './source-list.js';
import './summary-tiles.js';
import './top-bar.js';
import './warning-strip.js';

const VIEWS = ['queue', 'problems', 'device'];

class RushlineConsole extends Element {
  static topics = ['status', 'link'];
  static properties = {view: {state: true}};

  constructor() {
    super();
    this.view = VIEWS[0];
  }

  render() {
    return html`
      <top-bar @settings=${() => this.querySelector('settings-dialog').show()}></top-bar>
      <main class="page ${stream.state === 'LOST' ? 'stale' : ''}" data-view=${this.view}>
        <warning-strip></warning-strip>
        <module-update brief></module-update>
        <network-trial></network-trial>
        <pairing-panel></pairing-panel>
        <held-questions @show-held=${(event) => this.#showHeld(event.detail)}></held-questions>
        <summary-tiles></summary-tiles>
        <nav class="views" aria-label=${t('views')}>
          ${VIEWS.map((view) => html`
            <button aria-pressed=${this.view === view} @click=${() => this.#go(view)}>
              ${icon(view)} <span>${t(`view.${view}`)}</span> ${view === 'problems' && problems() ? html`<span class="count bad">${problems()}</span>` : null}
            </button>`)}
        </nav>
        <queue-panel></queue-panel>
        <aside class="side">
          <problem-list @show-problems=${this.#showProblems}></problem-list>
          <div class="device">
            <delivery-links></delivery-links>
            <abandoned-list></abandoned-list>
            <source-list></source-list>
            <device-card></device-card>
          </div>
        </aside>
      </main>
      <notice-stack></notice-stack>
      <confirm-dialog></confirm-dialog>
      <settings-dialog></settings-dialog>
      <modules-dialog></modules-dialog>
      <networks-dialog></networks-dialog>`;
  }

  #go(view) {
    this.view = view;
  }

  #showHeld(code) {
    this.view = 'queue';
    const panel = this.querySelector('queue-panel');
    panel.showHeld(code);
    panel.scrollIntoView({block: 'start'});
  }

  #showProblems() {
    this.view = 'queue';
    this.querySelector('queue-panel').choose('problems');
  }
}
customElements.define('rushline-console', RushlineConsole);

const problems = () => stream.status?.queue ? countIn(stream.status.queue, GROUPS.problems) : 0;
