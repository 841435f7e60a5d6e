/** Figures and times in words. Sizes are decimal (1 GB = 10⁹ bytes), as on cards and disks; times are the device's. */
import {LANGUAGE, t} from './strings.js';

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
const BIT_UNITS = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'];
const whole = new Intl.NumberFormat(LANGUAGE, {maximumFractionDigits: 0});
const clock = new Intl.DateTimeFormat(LANGUAGE, {hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});
const day = new Intl.DateTimeFormat(LANGUAGE, {day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});
const shortDay = new Intl.DateTimeFormat(LANGUAGE, {day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});

let skew = 0;

/** Takes over the device's clock from an answer's Date header: its times are by its clock, which may differ from this browser's. */
export function learnClock(date) {
  const told = Date.parse(date ?? '');
  if (!Number.isNaN(told) && Math.abs(told - Date.now() - skew) > 1500) { // the header has whole seconds
    skew = told - Date.now();
  }
}

/** The device's time, in milliseconds. */
export const now = () => Date.now() + skew;

export const number = (value) => whole.format(value);
export const bytes = (value) => scaled(value, BYTE_UNITS);
export const rate = (bitsPerSecond) => scaled(bitsPerSecond, BIT_UNITS);

/** Three digits that matter: 999 B, 1.24 GB, 48.2 Mbit/s, 120 MB. */
function scaled(value, units) {
  let step = 0;
  let left = Math.max(0, Number(value) || 0);
  while (left >= 999.5 && step < units.length - 1) {
    left /= 1000;
    step++;
  }
  const digits = step === 0 || left >= 99.95 ? 0 : left >= 9.995 ? 1 : 2;
  const text = new Intl.NumberFormat(LANGUAGE, {maximumFractionDigits: digits, minimumFractionDigits: digits}).format(left);
  return `${text}\u00a0${units[step]}`; // a figure never leaves its unit
}

/** A span as exactly as people care: 45 s, 2 min 5 s, 12 min, 1 h 12 min, 23 h, 3 days. */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (seconds < 60) {
    return t('span.seconds', {n: seconds});
  }
  if (minutes < 60) {
    return seconds < 300 && seconds % 60 ? t('span.pair', {a: t('span.minutes', {n: Math.floor(seconds / 60)}), b: t('span.seconds', {n: seconds % 60})})
      : t('span.minutes', {n: minutes});
  }
  if (hours < 48) {
    return hours < 10 && minutes % 60 ? t('span.pair', {a: t('span.hours', {n: hours}), b: t('span.minutes', {n: minutes % 60})}) : t('span.hours', {n: hours});
  }
  return t('span.days', {n: Math.floor(hours / 24)});
}

/** A rough span for what can only be estimated. */
export function estimate(milliseconds) {
  const minutes = milliseconds / 60_000;
  return minutes < 1 ? t('span.underMinute') : duration(Math.ceil(minutes) * 60_000);
}

/** A time in ISO 8601 as the span from or to now. */
export const since = (iso) => duration(now() - Date.parse(iso));
export const until = (iso) => duration(Date.parse(iso) - now());

/** 1:59 */
export function countdown(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export const time = (value) => clock.format(new Date(value));
export const moment = (iso) => iso ? day.format(new Date(iso)) : '';
export const shortMoment = (iso) => iso ? shortDay.format(new Date(iso)) : '';

/** A name on one line: a line break shows as a sign instead of acting, as do other control characters and those that turn the writing round. */
export const printable = (name) => String(name ?? '').replace(/[\r\n]/g, '\u21b5')
  .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');

/** 482 913 */
export const grouped = (code) => [code.slice(0, 3), code.slice(3)];
