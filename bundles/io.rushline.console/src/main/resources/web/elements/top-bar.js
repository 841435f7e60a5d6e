/** What a user checks at a glance: which project, whose, until when, whether there is a network and how fast, and whether this page is live. */
import {html} from 'lit';
import {Element} from '../core/element.js';
import {now, printable, shortMoment, until} from '../core/format.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';
import './live-line.js';
import './network-line.js';
import './stream-state.js';

const SOON_MS = 24 * 3600_000;

class TopBar extends Element {
  static topics = ['status'];

  render() {
    const connection = stream.status?.connection;
    return html`
      <header class="topbar">
        <img class="logo" src="/icons/favicon.svg" alt="Rushline" width="40" height="40">
        <div class="project" data-state=${connection?.state ?? 'AWAY'}>
          <h1 title=${printable(connection?.project)}><bdi data-testid="project-name">${projectName(connection)}</bdi></h1>
          <p>${subtitle(connection)}</p>
        </div>
        <div class="lines">
          <network-line></network-line>
          <live-line></live-line>
          <stream-state></stream-state>
        </div>
        <button class="iconbutton" aria-label=${t('settings')} title=${t('settings')} data-testid="settings-button"
          @click=${() => this.dispatchEvent(new Event('settings'))}>${icon('settings')}</button>
      </header>`;
  }
}
customElements.define('top-bar', TopBar);

function projectName(connection) {
  if (!stream.status) {
    return t('project.loading');
  }
  return connection?.project ? printable(connection.project) : t(`project.${connection?.state ?? 'AWAY'}`);
}

function subtitle(connection) {
  const {device} = stream.status ?? {};
  if (connection?.state === 'CONNECTED') {
    const left = connection.validUntil ? Date.parse(connection.validUntil) - now() : Infinity;
    return html`
      ${connection.user ? html`<span class="user"><bdi>${connection.user}</bdi></span>` : null}
      ${connection.validUntil ? html`<span class="valid ${left < SOON_MS ? 'soon' : ''}" title=${shortMoment(connection.validUntil)}>
        ${t(left > 0 ? 'connection.valid' : 'connection.over', {when: shortMoment(connection.validUntil), left: until(connection.validUntil)})}</span>` : null}`;
  }
  return connection?.state === 'EXPIRED' ? t('connection.expired') : device ? html`<bdi>${device.name}</bdi>` : '';
}
