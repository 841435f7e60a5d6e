/** Modules and their changes in words. Names come from files of anybody: control characters show as signs. */
import {printable} from './format.js';
import {t} from './strings.js';

/** One change. */
export function changeWord({module, from, to}) {
  const key = from === null ? 'change.new' : to === null ? 'change.gone' : 'change.other';
  return t(key, {module: printable(module), from: printable(from), to: printable(to)});
}

/** All of them, in one sentence. */
export const changeWords = (changes) => changes.length ? `${changes.map(changeWord).join('; ')}.` : t('change.none');

/** Which bundles a switch restarts. */
export const restartWords = (restarts) => restarts.length ? t('plan.restarts', {names: restarts.map(printable).join(', ')}) : t('plan.restarts.none');

/** The name in a certificate's subject that people know: CN=, or all of it. */
export const signerName = (signer) => printable(/(?:^|,)\s*CN=((?:\\.|[^,\\])+)/.exec(signer)?.[1]?.replace(/\\(.)/g, '$1') ?? signer);
