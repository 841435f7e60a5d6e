/** Starts the console: loads its elements, follows the event stream, and asks who is logged in whenever that begins. */
import './elements/rushline-console.js';
import {followVersion} from './core/page-version.js';
import {loadSession} from './core/session.js';
import {stream} from './core/stream.js';
import {on} from './core/topics.js';
import {t} from './core/strings.js';

on('status', () => {
  const {connection, queue} = stream.status;
  const place = connection?.project ?? t('app.name');
  document.title = queue?.remainingFiles ? t('app.title.remaining', {n: queue.remainingFiles, place}) : place;
});

on('joined', () => loadSession());
followVersion();
stream.start();
