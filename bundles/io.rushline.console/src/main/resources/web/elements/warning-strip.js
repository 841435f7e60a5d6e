/** What the device wants a person to know now, the gravest first, and what it makes of its network. */
import {html} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {Element} from '../core/element.js';
import {moment, printable, since} from '../core/format.js';
import {modules} from '../core/modules.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class WarningStrip extends Element {
  static topics = ['status', 'link', 'modules', 'tick'];

  render() {
    return html`
      <div class="warnings" role="log" aria-live="polite" aria-label=${t('warnings')}>
        ${repeat(all(), (warning) => warning.code + warning.what, (warning) => html`
          <div class="warning" data-testid="warning" data-severity=${warning.severity} data-code=${warning.code}>
            ${icon(warning.severity)}
            <p><b>${t(`severity.${warning.severity}`)}</b> ${warning.what} <span class="todo">${warning.todo}</span></p>
            ${warning.since ? html`<time aria-live="off" title=${moment(warning.since)}>${t('ago', {span: since(warning.since)})}</time>` : null}
          </div>`)}
      </div>`;
  }
}
customElements.define('warning-strip', WarningStrip);

/** The device's own warnings, with those that follow from its status. */
function all() {
  const {warnings = [], network, connection, queue, settings, uploader} = stream.status ?? {};
  const derived = [];
  const add = (code, severity, what, todo = '') => {
    if (!warnings.some((warning) => warning.code.startsWith(code.split('.')[0] + '.'))) { // the device's own word goes first
      derived.push({code, severity, what, todo});
    }
  };
  if (stream.state === 'LOST' && stream.replacing) {
    add('console.replaced', 'INFO', t('replaced.what'), t('replaced.todo'));
  } else if (stream.state === 'LOST') {
    add('console.lost', 'ERROR', t('lost.what'), t('lost.todo'));
  }
  const shut = network && !network.carriers.length;
  if (shut || ['OFFLINE', 'PORTAL'].includes(network?.reach)) {
    add(`network.${shut ? 'SHUT' : network.reach}`, 'WARNING', network.trouble ?? t(`reach.${network.reach}.what`));
  }
  if (connection?.state === 'CONNECTED' && connection.trouble && network?.reach === 'ONLINE') {
    add('connection.trouble', 'WARNING', connection.trouble);
  }
  if (connection?.paused) {
    add('cloud.paused', 'INFO', t('paused.cloud.what'), t('paused.cloud.todo'));
  } else if (connection?.channels.some((channel) => channel.paused)) {
    const names = connection.channels.filter((channel) => channel.paused).map((channel) => printable(channel.name)).join(', ');
    add('channel.paused', 'INFO', t('paused.channels.what', {names}), t('paused.cloud.todo'));
  }
  if (settings?.paused) {
    add('queue.paused', 'WARNING', t('paused.here.what'), t('paused.here.todo'));
  }
  if (modules.safeMode) {
    add('modules.safe-mode', 'WARNING', t('modules.safe'), modules.safeMode);
  }
  if (stream.status) {
    Object.entries({connection, queue, uploader, network}).filter(([, part]) => !part)
      .forEach(([name]) => add(`away.${name}`, 'WARNING', t('away.what', {part: t(`part.${name}`)}), t('away.todo')));
  }
  return [...derived, ...warnings];
}
