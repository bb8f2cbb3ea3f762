// One global scope, with what it was before the guard came, and what rules in it.
import { getter, NativeWeakMap, push, weakGet, weakSet, type Any } from './natives';
import { guardDom, type Dom } from './dom';
import { guardBlobs } from './handover';
import { guardNavigation } from './navigation';
import { guardNetwork } from './network';
import { hideIn } from './patch';
import { report } from './report';
import { ALLOW, BLOCK, homeHost, homeUrl, judge, STRIP, TELL, type Ruling, type Use, written } from './rules';
import { guardStyles } from './styles';
import { guardWorkers } from './workers';

export interface Realm {
  scope: Any;
  Promise: Any;
  TypeError: Any;
  /** The page's own host, on a port of which nothing is ever asked. */
  deadHost: string;
  dom: Dom | null;
  /** What relative addresses are relative to. */
  base(): string;
  /**
   * Rules on an address, and tells of it where that is to be told.
   *
   * @param byHand whether somebody clicked: then only what is forbidden is stopped
   */
  rule(asked: string, use: Use, byHand?: boolean): Ruling;
  /** Tells that what was to be stripped can't be, and so does not leave. */
  refuse(ruling: Ruling, use: Use): void;
  /** Listens where listening ends when a document is opened anew. */
  attend(): void;
  onAttend(listen: () => void): void;
}

/** What is guarded, known by an object of which each realm has its own. */
const guarded = new NativeWeakMap<object, boolean>();

/** Guards a window that a script of the page can reach into; does nothing with any other. */
const guardWindow = (window: Any): void => {
  try {
    if (!window || !window.document || weakGet(guarded, window.Reflect)) return;
  } catch {
    // Somebody else's.
    return;
  }
  try {
    guardRealm(window);
  } catch {
    // A window that is just going.
  }
};

export const guardRealm = (scope: Any): void => {
  weakSet(guarded, scope.Reflect, true);
  const document = scope.document;
  const baseOf = document && getter(scope.Node.prototype, 'baseURI');
  const listeners: (() => void)[] = [];
  const realm: Realm = {
    scope,
    Promise: scope.Promise,
    TypeError: scope.TypeError,
    deadHost: homeHost || 'localhost',
    dom: null,
    base: () => (baseOf ? baseOf(scope.document) : homeUrl),
    rule(asked, use, byHand) {
      try {
        const ruling = judge(asked, realm.base(), use);
        if (byHand && ruling.kind === BLOCK && !ruling.named) {
          ruling.kind = TELL;
          ruling.url = asked;
        }
        if (ruling.kind !== ALLOW && (ruling.kind !== STRIP || ruling.because)) report(ruling, use);
        return ruling;
      } catch {
        const faulty = judge('about:blank', '', use);
        if (written.closed) faulty.kind = BLOCK;
        faulty.named = written.closed;
        faulty.url = asked;
        return faulty;
      }
    },
    refuse(ruling, use) {
      report({ ...ruling, kind: BLOCK, because: 'no fields to take out' }, use);
    },
    attend() {
      for (let i = 0; i < listeners.length; i++) listeners[i]!();
    },
    onAttend(listen) {
      push(listeners, listen);
      listen();
    },
  };
  guardNetwork(realm);
  guardBlobs(scope);
  guardWorkers(realm);
  if (document) {
    const dom = (realm.dom = guardDom(realm, guardWindow));
    guardStyles(realm, dom.attributes);
    guardNavigation(realm, dom, guardWindow);
  }
  hideIn(scope);
};
