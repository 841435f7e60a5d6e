/** The update that goes on or is scheduled: how far it is, and the way to end it. With `brief` only a strip that leads to the modules. */
import {html} from 'lit';
import {tellTrouble} from '../core/actions.js';
import {call} from '../core/api.js';
import {ask} from '../core/ask.js';
import {Element} from '../core/element.js';
import {countdown, moment, now} from '../core/format.js';
import {changeWords} from '../core/module-words.js';
import {learnUpdate, modules} from '../core/modules.js';
import {session} from '../core/session.js';
import {stream} from '../core/stream.js';
import {t} from '../core/strings.js';
import {icon} from './icons.js';

class ModuleUpdate extends Element {
  static topics = ['modules', 'session', 'link', 'tick'];
  static properties = {brief: {type: Boolean}};

  render() {
    const {current} = modules;
    return current ? html`
      <div class="card update" data-testid=${this.brief ? 'update-strip' : 'update'} data-state=${current.state}>
        ${current.state === 'SCHEDULED' ? icon('WAITING') : html`<span class="spinner" aria-hidden="true"></span>`}
        <div class="words">
          <p role="status"><b>${t(stream.state === 'LOST' ? 'replaced.what' : `update.${current.state}`)}</b> ${changeWords(current.changes)}</p>
          <p class="quiet">${left(current)}</p>
        </div>
        ${this.brief ? html`<a class="button" href="#modules">${t('modules.open')}</a>`
          : session.mayManage ? html`
            <button class="button danger" data-testid="update-cancel" @click=${cancel}>${t(`update.${current.state}.cancel`)}</button>` : null}
      </div>` : null;
  }
}
customElements.define('module-update', ModuleUpdate);

function left({state, when, decidedBy}) {
  if (state === 'SCHEDULED') {
    return when === 'idle' || when === 'now' ? t(`update.when.${when}`) : t('update.when.at', {when: moment(when)});
  }
  return decidedBy ? t('update.left', {span: countdown(Date.parse(decidedBy) - now())}) : t('update.left.unknown');
}

async function cancel() {
  const {id, state, changes} = modules.current;
  if (await ask({title: t('ask.update.cancel'), text: `${changeWords(changes)} ${t(`ask.update.cancel.${state}`)}`, yes: t(`update.${state}.cancel`), danger: true})) {
    await tellTrouble(async () => learnUpdate(await call('POST', `modules/updates/${id}/cancel`)));
  }
}
