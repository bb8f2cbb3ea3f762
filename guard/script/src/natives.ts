// What the guard itself uses of the language, taken before any script of the page can replace it. Nothing that runs later
// looks anything up on a prototype: no methods on strings, arrays or regular expressions, no `for … of`, no spread.

export type Any = any;
export type Callable = (...args: Any[]) => Any;

export const { apply, construct, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;

const bind = Function.prototype.bind;
const call = Function.prototype.call;

/** A method as a function whose first argument is what it is called on. */
export const uncurry = (method: Callable): Callable => apply(bind, call, [method]);

/** A property's descriptor, of the object or of what it inherits from: browsers differ in where an accessor is. */
const described = (owner: Any, key: PropertyKey): PropertyDescriptor =>
  getOwnPropertyDescriptor(owner, key) || described(getPrototypeOf(owner), key);

/** The getter of an accessor, as a function of the object. */
export const getter = (owner: Any, key: PropertyKey): Callable => uncurry(described(owner, key).get as Callable);

export const setter = (owner: Any, key: PropertyKey): Callable => uncurry(described(owner, key).set as Callable);

export const self: Any = globalThis;

const text = String.prototype;
export const slice = uncurry(text.slice) as (s: string, from: number, to?: number) => string;
export const indexOf = uncurry(text.indexOf) as (s: string, what: string, from?: number) => number;
export const lower = uncurry(text.toLowerCase) as (s: string) => string;
export const upper = uncurry(text.toUpperCase) as (s: string) => string;
export const codeAt = uncurry(text.charCodeAt) as (s: string, at: number) => number;
export const trim = uncurry(text.trim) as (s: string) => string;
const exec = uncurry(RegExp.prototype.exec) as (pattern: RegExp, s: string) => RegExpExecArray | null;

/** What a pattern finds; it must not be global unless its `lastIndex` is meant. */
export const find = (pattern: RegExp, s: string): RegExpExecArray | null => exec(pattern, s);
export const isArray = Array.isArray;
export const parseJson = JSON.parse;
const stringify = JSON.stringify;
export const quote = (s: string): string => stringify(s);
export const decode = self.decodeURIComponent as (s: string) => string;
export const encode = self.encodeURIComponent as (s: string) => string;
export const later = self.setTimeout as typeof setTimeout;

export const NativeProxy = Proxy;
export const NativeURL = URL;
export const NativeWeakMap = WeakMap;
const weak = WeakMap.prototype;
export const weakGet = uncurry(weak.get);
export const weakSet = uncurry(weak.set);
const strong = Map.prototype;
export const NativeMap = Map;
export const mapGet = uncurry(strong.get);
export const mapSet = uncurry(strong.set);
export const mapDelete = uncurry(strong.delete);

/** Adds to a list, past any setter that a page put on what lists inherit from. */
export const push = (list: Any[], item: Any): void => {
  const slot = bare();
  slot.value = item;
  slot.writable = slot.enumerable = slot.configurable = true;
  defineProperty(list, list.length, slot);
};
/** Does something with each of a list. */
export const each = <T>(list: readonly T[], use: (item: T) => void): void => {
  for (let i = 0; i < list.length; i++) use(list[i]!);
};

/** An object without a prototype, on which nothing of the page's can be found. */
export const bare = (): Any => create(null);
const create = Object.create;

export const startsWith = (s: string, what: string): boolean => slice(s, 0, what.length) === what;
export const endsWith = (s: string, what: string): boolean =>
  s.length >= what.length && slice(s, s.length - what.length) === what;

/** The pieces between a separator of one character. */
export const split = (s: string, by: string): string[] => {
  const pieces: string[] = [];
  let from = 0;
  for (let to; (to = indexOf(s, by, from)) >= 0; from = to + 1) push(pieces, slice(s, from, to));
  push(pieces, slice(s, from));
  return pieces;
};

/** A set of words. */
export const words = (list: string[]): Any => {
  const set = bare();
  for (let i = 0; i < list.length; i++) set[list[i]!] = true;
  return set;
};

/** What a value is turned into when a string is asked for; once, since a page's object may answer otherwise each time. */
export const asText = (value: Any): string => `${value}`;
