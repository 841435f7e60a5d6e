/** Who is logged in at this browser, and what they may do. */
import {call, logIn, Problem} from './api.js';
import {tell} from './topics.js';

const STARTING_MS = 1000;

export const session = {
  name: null,
  role: null,
  passwordSet: null,
  // The device decides what is allowed: these only hide what it would refuse.
  get mayAct() {
    return this.role === 'OPERATOR' || this.mayManage;
  },
  get mayManage() {
    return this.role === 'ADMIN';
  },
};

/** Takes over what the device says of this session. */
export function know(answer) {
  Object.assign(session, answer);
  tell('session');
}

/** Asks the device; leads to the log-in page where nobody is logged in. Unanswered, all stays as it was: the event stream tells of the same trouble. */
export async function loadSession() {
  try {
    know(await call('GET', 'session'));
    if (session.passwordSet === null) {
      setTimeout(loadSession, STARTING_MS); // its database is not read yet: this is not the last word
    } else if (session.role === null) {
      logIn();
    }
  } catch (error) {
    if (!(error instanceof Problem)) {
      throw error;
    }
  }
}
