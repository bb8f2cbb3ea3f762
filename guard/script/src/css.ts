// Addresses in style sheets.
import { codeAt, find, indexOf, slice } from './natives';

const fromCode = String.fromCodePoint;
const ADDRESS = /url\(\s*(?!["'\s])([^)]*?)\s*\)|"([^"\n]*)"|'([^'\n]*)'/i;

/** A style sheet's text with its escapes undone; CSS Syntax, section 4.3.7. */
const unescaped = (css: string): string => {
  let plain = '';
  let rest = css;
  for (let at; (at = indexOf(rest, '\\')) >= 0; ) {
    plain += slice(rest, 0, at);
    const hex = find(/^\\([0-9a-f]{1,6})\s?/i, slice(rest, at, at + 9));
    if (hex) {
      const code = +('0x' + hex[1]!);
      plain += code && code < 0x110000 ? fromCode(code) : '\ufffd';
      rest = slice(rest, at + hex[0]!.length);
    } else {
      plain += slice(rest, at + 1, at + 2);
      rest = slice(rest, at + 2);
    }
  }
  return plain + rest;
};

/**
 * A style sheet with the addresses in it as `ruled` gives them. Strings that are no addresses are relative ones to it, and
 * so the page's own.
 */
export const ruleCss = (css: string, ruled: (address: string) => string): string => {
  if (indexOf(css, ':') < 0 && indexOf(css, '/') < 0 && indexOf(css, '\\') < 0) return css;
  if (!find(/url|@import|image-set|src|\\/i, css)) return css;
  const text = indexOf(css, '\\') >= 0 ? unescaped(css) : css;
  let done = '';
  let rest = text;
  let changed = false;
  for (let found; (found = find(ADDRESS, rest)); ) {
    const address = found[1] ?? found[2] ?? found[3] ?? '';
    const start = found.index;
    const whole = found[0]!;
    done += slice(rest, 0, start);
    const now = address && find(/[:/]/, address) && codeAt(address, 0) !== 35 ? ruled(address) : address;
    if (now === address) done += whole;
    else {
      changed = true;
      done += found[1] !== undefined ? 'url("' + now + '")' : '"' + now + '"';
    }
    rest = slice(rest, start + whole.length);
  }
  return changed ? done + rest : css;
};
