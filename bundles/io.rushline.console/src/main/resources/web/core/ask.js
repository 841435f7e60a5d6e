/** Asks a person before something that cannot be undone with one tap. */
import {tell} from './topics.js';

/**
 * Gives true for yes, false for everything else. `title`, `text` and `yes` are words; `name` is a name shown as a text of its own; `danger` warns
 * by the button's looks.
 */
export const ask = (question) => new Promise((answer) => tell('ask', {question, answer}));
