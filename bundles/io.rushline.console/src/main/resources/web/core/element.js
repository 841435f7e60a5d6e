/** What all elements of the console share: they follow topics, and draw at most once a frame into the page itself. */
import {LitElement} from 'lit';
import {on} from './topics.js';

export class Element extends LitElement {
  /** Topics at whose news this element is drawn again. */
  static topics = [];

  #ends = [];

  /** No shadow root: one set of style sheets under a strict Content-Security-Policy, plain selectors for tests. */
  createRenderRoot() {
    this.replaceChildren();
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#ends = this.constructor.topics.map((topic) => on(topic, () => this.requestUpdate()));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#ends.forEach((end) => end());
  }

  /** Thousands of clips may change in a second: the screen shows the last state of each frame, a hidden page draws nothing. */
  async scheduleUpdate() {
    await new Promise(requestAnimationFrame);
    super.scheduleUpdate();
  }
}
