/** The device itself: its connection to the project, its network links, its name and version. */
import {html} from 'lit';
import {tellTrouble} from '../core/actions.js';
import {call} from '../core/api.js';
import {ask} from '../core/ask.js';
import {Element} from '../core/element.js';
import {bytes, moment, printable, rate, since} from '../core/format.js';
import {session} from '../core/session.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class DeviceCard extends Element {
  static topics = ['status', 'session', 'tick'];

  render() {
    const {connection, live, network, device, uploader} = stream.status ?? {};
    return html`
      <section class="card" aria-labelledby="connection-title">
        <h2 id="connection-title">${t('connection')}</h2>
        <dl class="facts">
          ${fact('connection.state', t(`connection.${connection?.state ?? 'AWAY'}`))}
          ${fact('connection.project', connection?.project)}
          ${fact('connection.user', connection?.user)}
          ${fact('connection.device', connection?.deviceName)}
          ${fact('connection.until', moment(connection?.validUntil))}
          ${fact('connection.live', live && t(`live.${live.state}`))}
          ${fact('connection.live.why', live?.why)}
          ${fact('connection.trouble', connection?.trouble)}
        </dl>
        ${connection?.channels.length ? html`<ul aria-label=${t('channels')}>${connection.channels.map(channel)}</ul>` : null}
        ${session.mayManage && connection && connection.state !== 'UNPAIRED' ? html`
          <button class="button danger" data-testid="unpair-button" @click=${unpair}>${t('unpair')}</button>` : null}
      </section>
      <section class="card" aria-labelledby="network-title">
        <h2 id="network-title">${t('network')}</h2>
        <p class="quiet">${t(`reach.${network?.reach ?? 'UNKNOWN'}.what`)}
          ${network?.checkedAt ? t('network.checked', {span: since(network.checkedAt)}) : ''}
          ${network?.lastContactAt ? t('network.contact', {millis: network.roundTripMillis, span: since(network.lastContactAt)}) : ''}</p>
        <ul>${network?.links.map(link)}</ul>
        <a class="button" href="#networks" data-testid="networks-button">${icon('WIFI')} ${t('networks.open')}</a>
      </section>
      <section class="card" aria-labelledby="device-title">
        <h2 id="device-title">${t('device')}</h2>
        <dl class="facts">
          ${fact('device.name', device?.name)}
          ${fact('device.version', device?.version)}
          ${fact('device.console', device?.consoleVersion)}
          ${fact('device.wasted', uploader?.wastedBytes ? bytes(uploader.wastedBytes) : null)}
        </dl>
        <a class="button" href="#modules" data-testid="modules-button">${icon('modules')} ${t('modules.open')}</a>
      </section>`;
  }
}
customElements.define('device-card', DeviceCard);

const fact = (key, value) => value ? html`<div><dt>${t(key)}</dt><dd><bdi>${printable(value)}</bdi></dd></div>` : null;

const channel = ({index, name, paused}) => html`
  <li data-testid="channel" data-paused=${paused}>
    <p class="title">${icon(paused ? 'PAUSED' : 'ONLINE')} <bdi>${printable(name)}</bdi>
      <span class="quiet">${t('channel.index', {n: index})}${paused ? ` · ${t('channel.paused')}` : ''}</span></p>
  </li>`;

const link = ({name, kind, state, addresses, bitsPerSecond, network, main, metered, signalPercent, trouble}) => html`
  <li data-testid="link" data-state=${state}>
    <p class="title">${icon(kind)} <bdi>${network ? printable(network) : name}</bdi>
      <span class="quiet">${[network ? name : null, t(`kind.${kind}`), t(`link.${state}`), bitsPerSecond ? rate(bitsPerSecond) : null,
    signalPercent === null ? null : t('link.signal', {percent: signalPercent}), main ? t('link.main') : null, metered ? t('link.metered') : null].filter(Boolean).join(' · ')}</span></p>
    ${addresses.map((address) => html`<p class="address">${address}</p>`)}
    ${trouble ? html`<p class="trouble">${trouble}</p>` : null}
  </li>`;

async function unpair() {
  const {project} = stream.status.connection;
  if (await ask({title: t('ask.unpair'), name: project, text: t('ask.unpair.text'), yes: t('ask.unpair.yes'), danger: true})) {
    await tellTrouble(() => call('DELETE', 'connection'));
  }
}
