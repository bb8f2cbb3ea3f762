// One global scope, with what it was before the guard came, and what rules in it.
import { getter, type Any } from './natives';
import { guardNetwork } from './network';
import { hideIn } from './patch';
import { report } from './report';
import { ALLOW, BLOCK, homeUrl, judge, STRIP, type Ruling, type Use, written } from './rules';

export interface Realm {
  scope: Any;
  Promise: Any;
  TypeError: Any;
  /** The page's own host, on a port of which nothing is ever asked. */
  deadHost: string;
  /** What relative addresses are relative to. */
  base(): string;
  /** Rules on an address, and tells of it where that is to be told. */
  rule(asked: string, use: Use): Ruling;
  /** Tells that what was to be stripped can't be, and so does not leave. */
  refuse(ruling: Ruling, use: Use): void;
}

export const guardRealm = (scope: Any): Realm => {
  const document = scope.document;
  const baseOf = document && getter(scope.Node.prototype, 'baseURI');
  const realm: Realm = {
    scope,
    Promise: scope.Promise,
    TypeError: scope.TypeError,
    deadHost: new URL(homeUrl).hostname || 'localhost',
    base: () => (baseOf ? baseOf(scope.document) : homeUrl),
    rule(asked, use) {
      try {
        const ruling = judge(asked, realm.base(), use);
        if (ruling.kind !== ALLOW && (ruling.kind !== STRIP || ruling.because)) report(ruling, use);
        return ruling;
      } catch {
        return { kind: written.closed ? BLOCK : ALLOW, because: 'fault', fields: null, url: asked, host: '', path: '' };
      }
    },
    refuse(ruling, use) {
      report({ ...ruling, kind: BLOCK, because: 'it has no fields that could be taken out' }, use);
    },
  };
  guardNetwork(realm);
  hideIn(scope);
  return realm;
};

