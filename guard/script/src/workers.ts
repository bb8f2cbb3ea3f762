// Workers, worklets and what they load.
import { apply, asText, construct, type Any } from './natives';
import { guardedWorker } from './handover';
import { DEAD } from './network';
import { holderOf, replace, replaceClass } from './patch';
import type { Realm } from './realm';
import { BLOCK, type Use } from './rules';

export const guardWorkers = (realm: Realm): void => {
  const scope = realm.scope;
  for (let i = 0; i < 2; i++) {
    replaceClass(scope, i ? 'SharedWorker' : 'Worker', (native, args, target) => {
      if (args.length) {
        const ruling = realm.rule((args[0] = asText(args[0])), 'worker');
        const options = args[1];
        args[0] = ruling.kind === BLOCK
          ? DEAD
          : guardedWorker(ruling.url, !!options && typeof options === 'object' && options.type === 'module');
      }
      return construct(native, args, target);
    });
  }
  const scripts = (use: Use) => (native: Any, self: Any, args: Any[]): Any => {
    if (args.length) {
      const ruling = realm.rule((args[0] = asText(args[0])), use);
      args[0] = ruling.kind === BLOCK ? DEAD : ruling.url;
    }
    return apply(native, self, args);
  };
  const of = (name: string): Any => scope[name] && scope[name].prototype;
  replace(of('ServiceWorkerContainer'), 'register', scripts('worker'));
  replace(of('Worklet'), 'addModule', scripts('script'));
  replace(of('SharedStorageWorklet'), 'addModule', scripts('script'));
  replace(holderOf(scope, 'importScripts'), 'importScripts', (native, self, args) => {
    for (let i = 0; i < args.length; i++) {
      const ruling = realm.rule((args[i] = asText(args[i])), 'script');
      args[i] = ruling.kind === BLOCK ? DEAD : ruling.url;
    }
    return apply(native, self, args);
  });
};
