/** How much clips may use of the links, by time of the week. What is changed here holds when it is saved. */
import {html} from 'lit';
import {tellTrouble} from '../core/actions.js';
import {Element} from '../core/element.js';
import {limitBandwidth, networks} from '../core/networks.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MEGABIT = 1e6;
const WORKING_HOURS = {days: 'Mon,Tue,Wed,Thu,Fri', from: '08:00', to: '18:00', bitsPerSecond: 5 * MEGABIT};

class NetworkBandwidth extends Element {
  static topics = ['networks'];
  static properties = {draft: {state: true}};

  render() {
    const {bitsPerSecond, timetable} = this.#now;
    return html`
      <section aria-labelledby="bandwidth-title" data-testid="network-bandwidth">
        <h3 id="bandwidth-title">${t('bandwidth')}</h3>
        <p class="quiet">${t('bandwidth.text')}</p>
        <form @submit=${this.#save}>
          <ul class="rows" aria-label=${t('bandwidth')}>
            ${timetable.map((line, index) => this.#line(line, index))}
            <li>
              ${megabits(timetable.length ? 'bandwidth.else' : 'bandwidth.limit', bitsPerSecond, (bits) => this.#change({bitsPerSecond: bits}))}
              <button type="button" class="button" data-testid="bandwidth-add" @click=${() => this.#change({timetable: [...timetable, WORKING_HOURS]})}>${t('bandwidth.add')}</button>
            </li>
          </ul>
          <div class="buttons">
            <button class="button primary" data-testid="bandwidth-save" data-draft=${Boolean(this.draft)}>${t('bandwidth.save')}</button>
            ${this.draft ? html`<button type="button" class="button" data-testid="bandwidth-discard" @click=${() => { this.draft = null; }}>${t('bandwidth.discard')}</button>` : null}
          </div>
        </form>
      </section>`;
  }

  get #now() {
    return this.draft ?? networks.bandwidth;
  }

  #line(line, index) {
    const days = line.days.split(',');
    const set = (wanted) => this.#change({timetable: this.#now.timetable.map((each, at) => at === index ? {...each, ...wanted} : each)});
    const time = (field) => html`
      <label class="field">${t(`bandwidth.${field}`)}
        <input type="time" required .value=${line[field]} data-testid="bandwidth-${field}" @change=${({target}) => target.reportValidity() && set({[field]: target.value})}></label>`;
    const pick = (day, there) => set({days: DAYS.filter((each) => each === day ? there : days.includes(each)).join(',')});
    return html`
      <li data-testid="bandwidth-line">
        <div class="days" role="group" aria-label=${t('bandwidth.days')}>
          ${DAYS.map((day) => html`
            <label class="pickline"><input type="checkbox" .checked=${days.includes(day)} data-day=${day} @change=${({target}) => pick(day, target.checked)}>${t(`day.${day}`)}</label>`)}
        </div>
        ${time('from')}
        ${time('to')}
        ${megabits('bandwidth.limit', line.bitsPerSecond, (bitsPerSecond) => set({bitsPerSecond}))}
        <button type="button" class="iconbutton" aria-label=${t('bandwidth.remove')} data-testid="bandwidth-remove"
          @click=${() => this.#change({timetable: this.#now.timetable.filter((each, at) => at !== index)})}>${icon('close')}</button>
      </li>`;
  }

  #change(wanted) {
    this.draft = {...this.#now, ...wanted};
  }

  async #save(event) {
    event.preventDefault();
    const sent = this.draft;
    if (sent && await tellTrouble(() => limitBandwidth(sent)) && this.draft === sent) {
      this.draft = null; // what was changed meanwhile stays
    }
  }
}
customElements.define('network-bandwidth', NetworkBandwidth);

const megabits = (words, bitsPerSecond, set) => html`
  <label class="field">${t(words)}
    <input type="number" min="0.016" max="1000000" step="any" placeholder=${t('bandwidth.none')} .value=${bitsPerSecond === null ? '' : String(bitsPerSecond / MEGABIT)}
      data-testid=${words.replace('.', '-')} @change=${({target}) => target.reportValidity() && set(target.value ? Math.round(target.value * MEGABIT) : null)}></label>`;
