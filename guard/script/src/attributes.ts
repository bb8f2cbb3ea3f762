// The attributes by which elements ask a network for something.
import { bare, find, indexOf, lower, slice, split, trim, words, type Any } from './natives';
import { ruleCss } from './css';
import type { Realm } from './realm';
import { BLOCK, judge, STRIP, type Use } from './rules';

/** Given for an address that may not be asked for where an empty one would be the page itself. */
export const NOWHERE = 'javascript:void 0';

type Kind = Use | 'set' | 'list' | 'css' | 'link' | 'base' | 'meta' | 'srcdoc' | 'anchor' | 'animation';

/** Attribute → element → what it is; `*` stands for every other element. */
const KINDS: Any = bare();
const define = (attribute: string, elements: string, kind: Kind): void => {
  const of = (KINDS[attribute] ||= bare());
  const list = split(elements, ' ');
  for (let i = 0; i < list.length; i++) of[list[i]!] = kind;
};
define('src', 'img input image', 'image');
define('src', 'script', 'script');
define('src', 'iframe frame embed', 'frame');
define('src', 'audio video source track', 'media');
define('srcset', 'img source', 'set');
define('imagesrcset', 'link', 'set');
define('href', 'link', 'link');
define('href', 'base', 'base');
define('href', 'a area', 'anchor');
define('href', 'image use feImage feimage pattern mask filter', 'image');
define('href', 'script', 'script');
define('data', 'object', 'frame');
define('code codebase', 'object', 'frame');
define('action', 'form', 'form');
define('formaction', 'button input', 'form');
define('poster', 'video', 'image');
define('background', '*', 'image');
define('ping', 'a area', 'list');
define('attributionsrc', 'a area img script', 'list');
define('srcdoc', 'iframe', 'srcdoc');
define('rel', 'link', 'link');
define('as', 'link', 'link');
define('content', 'meta', 'meta');
define('http-equiv', 'meta', 'meta');
define('style', '*', 'css');
for (const name of split('fill stroke filter mask clip-path marker-start marker-mid marker-end cursor', ' ')) define(name, '*', 'css');
for (const name of split('to from by values', ' ')) define(name, 'animate set', 'animation');

/** Attributes that may carry an address on some element. */
export const watched = (name: string): boolean => name in KINDS;

/** Fields with which links are decorated, and that tell who somebody is. */
const PATIENT = words(split(
  'ga gl gid fbp fbc hsenc hsmi uetmsclkid kx fbclid gclid gclsrc dclid wbraid gbraid msclkid ttclid twclid lifatid epik ' +
  'mceid mkttok yclid igshid uid userid user username cid clientid visitorid sid sessionid email mail em ph phone tel ' +
  'mobile fn ln firstname lastname name dob birthdate ssn mrn member memberid patient patientid account accountid ' +
  'address zip diagnosis condition medication provider doctor appointment appointmentid',
  ' '));
/** A field's name without what only divides it: `user_id`, `user-id` and `userId` are one. */
const joined = (name: string): string => {
  let all = lower(name);
  for (let found; (found = find(/[_.-]/, all)); ) all = slice(all, 0, found.index) + slice(all, found.index + 1);
  return all;
};

const RELS: Any = bare();
for (const rel of split('stylesheet:style icon:image apple-touch-icon:image apple-touch-icon-precomposed:image ' +
  'mask-icon:image manifest:manifest modulepreload:script preload:connect prefetch:connect prerender:navigation ' +
  'preconnect:any dns-prefetch:any expect: pingback: compression-dictionary:connect serviceworker:worker import:script',
  ' ')) {
  const at = indexOf(rel, ':');
  RELS[slice(rel, 0, at)] = slice(rel, at + 1);
}
const AS: Any = bare();
for (const as of split('script:script style:style image:image font:font audio:media video:media track:media worker:worker ' +
  'document:frame embed:frame object:frame fetch:connect', ' ')) {
  const at = indexOf(as, ':');
  AS[slice(as, 0, at)] = slice(as, at + 1);
}

export interface Attributes {
  /** What an attribute is set to in place of `value`; `null` for not at all. */
  rule(element: Any, tag: string, name: string, value: string): string | null;
  css(text: string): string;
  /** A link's address without the fields that tell who somebody is, where it leads to somebody else's host. */
  undecorated(href: string): string;
}

export const attributesOf = (
  realm: Realm,
  get: (element: Any, name: string) => string | null,
  html: (text: string) => string,
  document: (address: string, element: Any) => string,
): Attributes => {
  const address = (value: string, use: Use, blocked: string): string => {
    const ruling = realm.rule(value, use);
    return ruling.kind === BLOCK ? blocked : ruling.url;
  };
  const css = (text: string): string => ruleCss(text, (each) => address(each, find(/\.(woff2?|ttf|otf|eot)\b/i, each) ? 'font' : 'image', 'about:invalid'));

  const set = (value: string): string => {
    let kept = '';
    let changed = false;
    const pattern = /^[\s,]*(\S*[^\s,])\s*([^,]*)/;
    for (let rest = value, found; (found = find(pattern, rest)); rest = slice(rest, found[0]!.length)) {
      const now = address(found[1]!, 'image', '');
      if (now !== found[1]) changed = true;
      if (now) kept += (kept ? ', ' : '') + now + ' ' + found[2]!;
    }
    return changed ? kept : value;
  };
  const list = (value: string): string => {
    const all = split(value, ' ');
    let kept = '';
    for (let i = 0; i < all.length; i++) {
      const now = trim(all[i]!) && address(all[i]!, 'connect', '');
      if (now) kept += (kept ? ' ' : '') + now;
    }
    return kept === trim(value) ? value : kept;
  };

  /** The use for which a link is fetched with these attributes; empty where it is not. */
  const linkUse = (rel: string | null, as: string | null): string => {
    // An address on a link without a relation says nothing yet; what it becomes may be set in a way that can't be seen.
    if (rel === null || !trim(rel)) return 'any';
    const rels = split(lower(rel), ' ');
    let use = '';
    for (let i = 0; i < rels.length; i++) {
      const each = RELS[trim(rels[i]!)];
      if (each === undefined) continue;
      if (use && each !== use) return 'any';
      use = each;
    }
    return use === 'connect' && as ? AS[lower(as)] || use : use;
  };
  const link = (element: Any, name: string, value: string): string | null => {
    const href = name === 'href' ? value : get(element, 'href');
    const use = linkUse(name === 'rel' ? value : get(element, 'rel'), name === 'as' ? value : get(element, 'as'));
    if (!href || !use) return value;
    const now = address(href, use as Use, '');
    if (name === 'href') return now;
    return now === href ? value : null;
  };

  const meta = (element: Any, name: string, value: string): string | null => {
    const kind = lower(trim((name === 'http-equiv' ? value : get(element, 'http-equiv')) || ''));
    const content = (name === 'content' ? value : get(element, 'content')) || '';
    if (kind === 'x-dns-prefetch-control') return lower(trim(content)) === 'off' ? value : null;
    if (kind !== 'refresh') return value;
    const found = find(/^[\s\d.]*[;,\s]\s*(?:url\s*=\s*)?["']?\s*([^"']*)/i, content);
    if (!found || !found[1]) return value;
    return realm.rule(found[1], 'navigation').kind >= STRIP ? null : value;
  };

  const undecorated = (href: string): string => {
    const ruling = judge(href, realm.base(), 'navigation');
    if (ruling.kind === STRIP) return ruling.url;
    const from = ruling.kind ? indexOf(href, '?') : -1;
    if (from < 0) return href;
    const hash = indexOf(href, '#');
    if (hash >= 0 && hash < from) return href;
    const pairs = split(slice(href, from + 1, hash < 0 ? href.length : hash), '&');
    let kept = '';
    let changed = false;
    for (let i = 0; i < pairs.length; i++) {
      const pair = pairs[i]!;
      const at = indexOf(pair, '=');
      if (at > 0 && joined(slice(pair, 0, at)) in PATIENT) changed = true;
      else kept += (kept ? '&' : '') + pair;
    }
    return changed ? slice(href, 0, from) + (kept && '?' + kept) + (hash < 0 ? '' : slice(href, hash)) : href;
  };

  return {
    css,
    undecorated,
    rule(element, tag, name, value) {
      const of = KINDS[name];
      const kind: Kind | undefined = of && (of[tag] || of['*']);
      switch (kind) {
        case undefined:
          return value;
        case 'css':
          return css(value);
        case 'set':
          return set(value);
        case 'list':
          return list(value);
        case 'link':
          return link(element, name, value);
        case 'meta':
          return meta(element, name, value);
        case 'anchor':
          return undecorated(value);
        case 'srcdoc':
          return html(value);
        case 'animation':
          return find(/:|\/\//, value) ? address(value, 'image', '') : value;
        case 'base':
          // Everything relative would be asked for there.
          return realm.rule(value, 'any').kind >= STRIP ? null : value;
        case 'form':
          return address(value, 'form', NOWHERE);
        case 'frame':
          return address(document(value, element), 'frame', 'about:blank');
        default:
          return address(value, kind, '');
      }
    },
  };
};

