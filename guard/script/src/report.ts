// What the guard tells its own server of: hosts and shapes of paths, never a value.
import { apply, bare, find, later, NativeURL, push, quote, self, split } from './natives';
import { BLOCK, homePath, homeUrl, STRIP, written, type Ruling, type Use } from './rules';

const TYPE = 'application/vnd.earshot.guard+json';
/** How many different reports one page makes. */
const MOST = 200;

const to = homeUrl && new NativeURL(written.report, homeUrl).href;
const nativeFetch = self.fetch;
const seen = bare();
let count = 0;
let waiting: string[] = [];
let planned = false;


/** A path without what may tell of somebody: segments with digits, escapes or many characters become `*`. */
export const shapeOf = (path: string): string => {
  const segments = split(path, '/');
  let shape = '';
  for (let i = 1; i < segments.length && i < 8; i++) {
    const each = segments[i]!;
    shape += '/' + (each.length > 24 || find(/[^a-z_.-]/i, each) ? '*' : each);
  }
  return segments.length > 8 ? shape + '/*' : shape;
};

const page = shapeOf(homePath);

/** Tells of a request that was not simply allowed; the same thing once a page. */
export const report = (ruling: Ruling, use: Use): void => {
  if (!to || count >= MOST) return;
  const verdict = ruling.kind === BLOCK ? 'blocked' : ruling.kind === STRIP ? 'stripped' : 'reported';
  const line =
    '{"zone":' + quote(written.zone) + ',"use":' + quote(use) + ',"host":' + quote(ruling.host) + ',"path":' +
    quote(shapeOf(ruling.path)) + ',"verdict":' + quote(verdict) + ',"rule":' + quote(ruling.because) + ',"page":' +
    quote(page) + '}';
  if (line in seen) return;
  seen[line] = true;
  count++;
  push(waiting, line);
  if (waiting.length > 49) flush();
  else if (!planned) {
    planned = true;
    apply(later, self, [flush, 1000]);
  }
};

export const flush = (): void => {
  planned = false;
  if (!waiting.length) return;
  let body = '';
  for (let i = 0; i < waiting.length; i++) body += (i ? ',' : '[') + waiting[i];
  body += ']';
  waiting = [];
  try {
    apply(nativeFetch, self, [to, { method: 'POST', body, headers: { 'content-type': TYPE }, keepalive: true }]);
  } catch {
    // A report that can't be sent is lost; the ruling stands.
  }
};
if (self.document) self.addEventListener('pagehide', flush);
