// How a function of the platform is replaced so that pages cannot tell, and cannot get at what it was.
import {
  apply, bare, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, NativeProxy, NativeWeakMap, weakGet, weakSet, type Any,
  type Callable,
} from './natives';

const originals = new NativeWeakMap<object, object>();

/** A function that looks as `native` does in every way, and runs `run` when it is called. */
export const disguise = (native: Any, run: (native: Callable, self: Any, args: Any[]) => Any, make?: Maker): Any => {
  const traps = bare();
  traps.apply = run;
  if (make) traps.construct = make;
  const stand = new NativeProxy(native, traps);
  weakSet(originals, stand, native);
  return stand;
};

export type Maker = (native: Any, args: Any[], target: Any) => Any;

/** Replaces a method; does nothing where the browser has none. */
export const replace = (owner: Any, key: PropertyKey, run: (native: Callable, self: Any, args: Any[]) => Any): void => {
  const old = owner && getOwnPropertyDescriptor(owner, key);
  if (!old || typeof old.value !== 'function') return;
  old.value = disguise(old.value, run);
  defineProperty(owner, key, old);
};

/** Where a global scope has a function: a worker's has them on what it inherits from. */
export const holderOf = (scope: Any, key: PropertyKey): Any => {
  let holder = scope;
  while (holder && !getOwnPropertyDescriptor(holder, key)) holder = getPrototypeOf(holder);
  return holder;
};

/** Replaces a constructor, also as its prototype knows it. */
export const replaceClass = (scope: Any, name: string, make: Maker): void => {
  const old = getOwnPropertyDescriptor(scope, name);
  if (!old || typeof old.value !== 'function') return;
  const native = old.value;
  old.value = disguise(native, apply, make);
  defineProperty(scope, name, old);
  const constructor = native.prototype && getOwnPropertyDescriptor(native.prototype, 'constructor');
  if (constructor && constructor.value === native) {
    constructor.value = old.value;
    defineProperty(native.prototype, 'constructor', constructor);
  }
};

/** Replaces an accessor's setter, its getter, or both. */
export const replaceAccessor = (
  owner: Any,
  key: PropertyKey,
  set: ((native: Callable, self: Any, args: Any[]) => Any) | null,
  get?: (native: Callable, self: Any, args: Any[]) => Any,
): void => {
  const old = owner && getOwnPropertyDescriptor(owner, key);
  if (!old || !old.get) return;
  if (set && old.set) old.set = disguise(old.set, set);
  if (get) old.get = disguise(old.get, get);
  defineProperty(owner, key, old);
};

/** Makes `toString` say of what was replaced what it said before. */
export const hideIn = (scope: Any): void =>
  replace(scope.Function.prototype, 'toString', (native, self, args) =>
    apply(native, ((typeof self === 'function' && weakGet(originals, self)) || self) as Any, args));

