/** Whether the cloud can be reached, over which links, and what goes up right now. */
import {html} from 'lit';
import {Element} from '../core/element.js';
import {rate} from '../core/format.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class NetworkLine extends Element {
  static topics = ['status', 'uploader', 'link'];

  render() {
    const {network, uploader} = stream.status ?? {};
    const reach = network?.reach ?? 'UNKNOWN';
    const live = stream.state === 'LIVE'; // an old speed would be a lie
    const links = network?.links.filter((link) => link.up && link.addresses.length) ?? [];
    return html`
      <div class="network" data-testid="network-line" data-reach=${reach} data-live=${live} title=${network?.trouble ?? ''}>
        <span class="reach">${icon(reach)} ${t(`reach.${reach}`)}</span>
        ${links.length ? html`<span class="links">${links.map((link) => html`<span>${icon(link.kind)}${link.name} ${link.addresses[0]}</span>`)}</span>` : null}
        ${live && uploader?.activity === 'SENDING' ? html`<span class="speed" data-testid="upload-speed">↑ ${rate(uploader.bitsPerSecond)}</span>` : null}
      </div>`;
  }
}
customElements.define('network-line', NetworkLine);
