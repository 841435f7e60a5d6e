/**
 * The log-in form: on success goes to where the reader wanted to go, within this console only. Who has joined the device's own Wi-Fi while there is no admin
 * password chooses one here.
 */
import {call, Problem} from './core/api.js';

const form = document.getElementById('login');
const trouble = document.getElementById('trouble');
let first = false;

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = form.querySelector('button');
  trouble.replaceChildren();
  button.disabled = true;
  try {
    const {name, password} = Object.fromEntries(new FormData(form));
    await (first ? call('POST', 'password', {password}, {atLogin: true}) : call('POST', 'login', {name, password}, {atLogin: true}));
    location.replace(next());
  } catch (error) {
    if (!(error instanceof Problem)) {
      throw error;
    }
    trouble.textContent = [error.what, error.todo].filter(Boolean).join(' ');
    button.disabled = false;
    form.elements.password.select();
  }
});

call('GET', 'session', undefined, {atLogin: true}).then(({role, passwordSet, passwordLost}) => {
  if (passwordLost) {
    trouble.textContent = 'The admin password was lost with the database. Set a new one with the local token, in run/ctl.json of the device\u2019s home:'
      + ' POST /api/v1/password.';
  } else if (passwordSet === false && role === null) {
    first = true;
    document.getElementById('first').hidden = false;
    form.elements.name.readOnly = true;
    Object.assign(form.elements.password, {autocomplete: 'new-password', minLength: 8, maxLength: 1024});
    form.querySelector('button').textContent = 'Set password';
  }
}).catch((error) => {
  if (!(error instanceof Problem)) {
    throw error;
  }
});

/** A path of this very console: anything else in `next` would make this page a springboard to foreign ones. */
function next() {
  const wanted = new URL(new URLSearchParams(location.search).get('next') || '/', location.origin);
  return wanted.origin === location.origin ? wanted.pathname + wanted.search + wanted.hash : '/';
}
