// The browser guard. It is put into a page before every other script.
import { apply, self } from './natives';
import { guardRealm } from './realm';
import { written } from './rules';

try {
  guardRealm(self);
} catch (fault) {
  if (written.closed) closeAll();
  else {
    written.off = true;
    throw fault;
  }
}

/** What a browser lets through where the guard cannot work: the page's own hosts alone. */
function closeAll(): void {
  let own = "'self'";
  for (let i = 0; i < written.own.length; i++) own += ' ' + written.own[i]!;
  const policy = self.document && self.document.createElement('meta');
  if (!policy) return apply(self.close, self, []);
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = `default-src ${own} data: blob: 'unsafe-inline' 'unsafe-eval'; form-action ${own}`;
  (self.document.head || self.document.documentElement).appendChild(policy);
}
