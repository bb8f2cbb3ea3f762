// How the guard goes with what a page makes itself: documents and workers of text, blobs and `data:` addresses.
import { apply, asText, encode, endsWith, find, getter, indexOf, lower, mapDelete, mapGet, mapSet, NativeMap, NativeURL, quote, self, slice, startsWith, uncurry, type Any } from './natives';
import { replace } from './patch';
import { homeUrl, rulesText } from './rules';

declare const SELF: Function;

const sourceOf = uncurry(Function.prototype.toString);
const NativeBlob = self.Blob;
const toUrl = NativeURL.createObjectURL;
const revoke = NativeURL.revokeObjectURL;
const fromBase64 = self.atob;
const percent = self.escape as (s: string) => string;
const typeOf = NativeBlob && getter(NativeBlob.prototype, 'type');

/** The guard as a script for a worker that `data:` and `blob:` addresses make; it has no page of its own. */
const prelude = (): string =>
  '(' + sourceOf(SELF) + ')(' + slice(rulesText, 0, -1) + ',"page":' + quote(homeUrl) + '});';

const script = self.document && self.document.currentScript;
const attributesOf = (): string => (script && script.nonce ? ' nonce="' + script.nonce + '"' : '');
/** The guard as a tag for a document. */
const tag: string = !script
  ? ''
  : script.src
    ? '<script src="' + script.src + '"' + attributesOf() + '></script>'
    : '<script' + attributesOf() + '>' + prelude() + '</script>';

/** Which blob an address stands for, and which address with the guard in it stands for that. */
const blobs = new NativeMap<string, Any>();
const guarded = new NativeMap<string, string>();

export const guardBlobs = (scope: Any): void => {
  replace(scope.URL, 'createObjectURL', (native, self, args) => {
    const url = apply(native, self, args);
    mapSet(blobs, url, args[0]);
    return url;
  });
  replace(scope.URL, 'revokeObjectURL', (native, self, args) => {
    const url = args.length ? (args[0] = asText(args[0])) : '';
    for (let i = 0; i < KINDS.length; i++) {
      const other = mapGet(guarded, KINDS[i] + url);
      if (other) {
        apply(revoke, NativeURL, [other]);
        mapDelete(guarded, KINDS[i] + url);
      }
    }
    mapDelete(blobs, url);
    return apply(native, self, args);
  });
};
/** What makes that the value of a script does not become a document. */
const VOID = '%0A;void 0';
const KINDS = ['document ', 'classic ', 'module '];

const made = (kind: string, url: string, make: (blob: Any) => Any): string | null => {
  const known = mapGet(guarded, kind + url) as string | undefined;
  if (known) return known;
  const blob = mapGet(blobs, url);
  const type = blob && typeOf(blob);
  if (type === undefined) return null;
  const other = apply(toUrl, NativeURL, [make(blob)]);
  mapSet(guarded, kind + url, other);
  return other;
};

/** The text of a `data:` address with another before it. */
const prefixed = (url: string, prefix: string): string | null => {
  const found = find(/^\s*data:([^,]*?)(;\s*base64\s*)?,([^]*)$/i, url);
  if (!found) return null;
  if (startsWith(found[3]!, encode(prefix))) return url;
  try {
    const body = found[2] ? percent(apply(fromBase64, self, [decodeURI64(found[3]!)])) : found[3]!;
    return 'data:' + found[1]! + ',' + encode(prefix) + body;
  } catch {
    return null;
  }
};
const decodeAll = self.decodeURIComponent as (s: string) => string;
const decodeURI64 = (s: string): string => (indexOf(s, '%') < 0 ? s : decodeAll(s));

/** A document's text with the guard before all that runs in it. */
export const guardedDocument = (html: string): string => {
  if (!tag || indexOf(html, tag) >= 0) return html;
  const doctype = find(/^(?:\s|<!--[^]*?-->)*<!doctype[^>]*>/i, html);
  const at = doctype ? doctype[0]!.length : 0;
  return slice(html, 0, at) + tag + slice(html, at);
};

/**
 * What a frame or window is sent to in place of an address that the page made.
 *
 * @param shown whether it shows a document already, of which the guard would not stay
 */
export const guardedUrl = (address: string, shown: boolean): string => {
  const found = find(/^[\u0000- ]*([a-z]+)\s*:/i, address);
  const scheme = found ? lower(found[1]!) : '';
  if (scheme === 'javascript') return shown && !endsWith(address, VOID) ? address + VOID : address;
  if (!tag) return address;
  if (scheme === 'data') {
    return find(/^\s*data:\s*text\/html/i, address)
      ? prefixed(address, tag) || 'about:blank'
      : find(/^[^,]*ml/i, address)
        ? 'about:blank'
        : address;
  }
  if (scheme !== 'blob') return address;
  const blob = mapGet(blobs, address);
  const type = blob && lower(typeOf(blob));
  if (type === undefined || (type !== '' && !find(/html|xml/, type))) return address;
  if (find(/xml/, type)) return 'about:blank';
  return made('document ', address, (each) => new NativeBlob(['<!doctype html>', tag, each], { type: 'text/html' })) || address;
};

/** The address of a worker's script with the guard before it, where the page made that script. */
export const guardedWorker = (address: string, module: boolean): string => {
  const url = asText(address);
  const scheme = lower(slice(url, 0, 5));
  if (scheme === 'data:') {
    return module ? prefixed(url, 'import ' + quote('data:text/javascript,' + encode(prelude())) + ';\n') || url : prefixed(url, prelude() + '\n') || url;
  }
  if (scheme !== 'blob:') return url;
  return made(module ? 'module ' : 'classic ', url, (blob) => {
    // A module runs after all that it imports, so that what guards it must be imported first.
    const before = module
      ? 'import ' + quote(apply(toUrl, NativeURL, [new NativeBlob([prelude()], { type: 'text/javascript' })])) + ';\n'
      : prelude() + '\n';
    return new NativeBlob([before, blob], { type: 'text/javascript' });
  }) || url;
};

