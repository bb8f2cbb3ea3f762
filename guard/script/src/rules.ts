// What a zone's protection says of one address: the same as dev.earshot.guard.protection.Protection#rule.
import {
  codeAt, decode, endsWith, getter, indexOf, NativeURL, self, setter, slice, split, startsWith,
  words, type Any,
} from './natives';

/** As dev.earshot.guard.script.GuardScript writes it. */
interface Written {
  zone: string;
  own: string[];
  /** Host, path, because. */
  forbidden: [string, string, string][];
  /** Host, path, uses, whether all fields (0), these alone (1) or all but these (2) may leave, and their names. */
  allowed: [string, string, string[], number, string[]][];
  /** Whether what nobody ruled on is blocked. */
  block: boolean;
  /** An absolute or root-relative address. */
  report: string;
  /** Whether a fault of the guard blocks. */
  closed: boolean;
  /** In a worker or document that the guard was handed on to: the page it came from. */
  page?: string;
  /** Whether the guard has given up, and lets everything through. */
  off?: boolean;
}

declare const RULES: Written;

export type Use =
  | 'script' | 'style' | 'image' | 'font' | 'media' | 'frame' | 'connect' | 'form' | 'worker' | 'manifest' | 'navigation'
  /** For whatever is allowed of a host: a connection made before it is known for what. */
  | 'any';

/** Which named fields may leave. */
export interface Fields {
  only: boolean;
  names: Any;
}

export const ALLOW = 0;
export const TELL = 1;
export const STRIP = 2;
export const BLOCK = 3;

export interface Ruling {
  kind: 0 | 1 | 2 | 3;
  because: string;
  fields: Fields | null;
  /** The address to use in place of what was asked for; empty where it is blocked. */
  url: string;
  host: string;
  path: string;
  /** Whether it is blocked by name, not because nobody has allowed it. */
  named: boolean;
}

export const written: Written = RULES;
/** The rules as they were given, for whom the guard is handed on to. */
export const rulesText: string = JSON.stringify(RULES);

const protocolOf = getter(NativeURL.prototype, 'protocol');
const hostOf = getter(NativeURL.prototype, 'hostname');
const pathOf = getter(NativeURL.prototype, 'pathname');
const queryOf = getter(NativeURL.prototype, 'search');
const hrefOf = getter(NativeURL.prototype, 'href');
const setQuery = setter(NativeURL.prototype, 'search');

const own = words(written.own);
const script = self.document && self.document.currentScript;
// A document without an address of its own, such as that of `srcdoc`, belongs to where the guard came from.
const here: string = written.page || (self.location.protocol === 'http:' || self.location.protocol === 'https:' || !script || !script.src
  ? self.location.href
  : script.src);
const home = new NativeURL(here);
if (hostOf(home)) own[hostOf(home)] = true;

/** The page that the guard was put into, for what is relative to it. */
export const homeUrl: string = hostOf(home) && hrefOf(home);
export const homeHost: string = hostOf(home);
export const homePath: string = pathOf(home);

for (let i = 0; i < written.allowed.length; i++) {
  const each = written.allowed[i] as Any;
  each[2] = words(each[2]);
  each[5] = { only: each[3] === 1, names: words(each[4]) };
}

const coversHost = (host: string, other: string): boolean =>
  startsWith(host, '*.') ? endsWith(other, slice(host, 1)) : other === host;

const coversPath = (path: string, other: string): boolean => {
  if (path === '/') return true;
  if (!startsWith(other, path)) return false;
  if (other.length === path.length) return true;
  const last = slice(path, -1);
  const next = slice(other, path.length, path.length + 1);
  return last === '/' || last === '?' || next === '/' || next === '?';
};

/** A path as a server may read it: with its escapes undone, and no two slashes together. */
const plainer = (path: string): string => {
  let plain = path;
  try {
    plain = decode(path);
  } catch {
    // No valid escapes: it is read as it is.
  }
  for (let at; (at = indexOf(plain, '//')) >= 0; ) plain = slice(plain, 0, at) + slice(plain, at + 1);
  return plain;
};

const forbids = (host: string, path: string): string | null => {
  let plain: string | null = null;
  for (let i = 0; i < written.forbidden.length; i++) {
    const each = written.forbidden[i]!;
    if (!coversHost(each[0], host)) continue;
    if (plain === null) plain = plainer(path);
    if (coversPath(each[1], path) || coversPath(each[1], plain)) return each[2];
  }
  return null;
};

const ruling = (kind: 0 | 1 | 2 | 3, because: string, fields: Fields | null, url: string, host: string, path: string): Ruling =>
  ({ kind, because, fields, url, host, path, named: false });

/** Whether a field of this name may leave. */
export const mayLeave = (fields: Fields, name: string): boolean => (name in fields.names) === fields.only;

/** A query or an urlencoded form without the fields that may not leave. */
export const stripPairs = (pairs: string, fields: Fields): string => {
  const list = split(pairs, '&');
  let kept = '';
  for (let i = 0; i < list.length; i++) {
    const pair = list[i]!;
    if (!pair) continue;
    const at = indexOf(pair, '=');
    if (at < 0 && fields.only) continue;
    if (mayLeave(fields, fieldName(at < 0 ? pair : slice(pair, 0, at)))) kept += (kept ? '&' : '') + pair;
  }
  return kept;
};

const fieldName = (written: string): string => {
  let spaced = written;
  for (let at; (at = indexOf(spaced, '+')) >= 0; ) spaced = slice(spaced, 0, at) + ' ' + slice(spaced, at + 1);
  try {
    return decode(spaced);
  } catch {
    return spaced;
  }
};

/**
 * What becomes of a request to an address.
 *
 * @param asked as it was written; relative to `base`
 * @returns a ruling that allows, with the address as it was written, where it is none that a network is asked for
 */
export const judge = (asked: string, base: string, use: Use): Ruling => {
  let url: URL;
  try {
    url = new NativeURL(asked, base);
  } catch {
    // No address: the browser refuses it as well.
    return ruling(ALLOW, '', null, asked, '', '');
  }
  const protocol = protocolOf(url);
  if (written.off || (protocol !== 'https:' && protocol !== 'http:' && protocol !== 'wss:' && protocol !== 'ws:')) {
    return ruling(ALLOW, '', null, asked, '', '');
  }
  let host: string = hostOf(url);
  if (codeAt(host, host.length - 1) === 46) host = slice(host, 0, -1);
  const path: string = pathOf(url);
  const whole = path + queryOf(url);
  const because = forbids(host, whole);
  if (because !== null) {
    const blocked = ruling(BLOCK, because, null, '', host, path);
    blocked.named = true;
    return blocked;
  }
  if (host in own) return ruling(ALLOW, '', null, asked, host, path);
  for (let i = 0; i < written.allowed.length; i++) {
    const each = written.allowed[i] as Any;
    if ((use === 'any' || use in each[2]) && coversHost(each[0], host) && coversPath(each[1], whole)) {
      if (each[3] === 0) return ruling(ALLOW, '', null, asked, host, path);
      const query: string = queryOf(url);
      const kept = stripPairs(slice(query, 1), each[5]);
      const stripped = kept !== slice(query, 1);
      if (stripped) setQuery(url, kept);
      return ruling(STRIP, stripped ? 'fields' : '', each[5], stripped ? hrefOf(url) : asked, host, path);
    }
  }
  return written.block
    ? ruling(BLOCK, 'nobody has allowed it in zone ' + written.zone, null, '', host, path)
    : ruling(TELL, 'nobody has ruled on it', null, asked, host, path);
};

