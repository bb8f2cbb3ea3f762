// What scripts ask a network for by themselves: fetch, XMLHttpRequest, beacons, sockets, event streams.
import {
  apply, asText, bare, construct, each, getter, NativeWeakMap, split, uncurry, weakGet, weakSet, type Any,
} from './natives';
import { NOTHING, stripBody } from './body';
import { holderOf, replace, replaceClass } from './patch';
import type { Realm } from './realm';
import { BLOCK, STRIP, type Ruling } from './rules';

/** An address that answers with what a network error looks like, and that no network is asked for. */
export const DEAD = 'blob:null/00000000-0000-4000-8000-000000000000';

const FETCH_OPTIONS = [
  'method', 'headers', 'body', 'mode', 'credentials', 'cache', 'redirect', 'referrer', 'referrerPolicy', 'integrity',
  'keepalive', 'signal', 'duplex', 'priority',
];

export const guardNetwork = (realm: Realm): void => {
  const scope = realm.scope;
  guardFetch(realm, scope);
  guardXhr(realm, scope);
  replace(scope.Navigator && scope.Navigator.prototype, 'sendBeacon', (native, self, args) => {
    if (!args.length) return apply(native, self, args);
    args[0] = asText(args[0]);
    const ruling = realm.rule(args[0], 'connect');
    // As a browser answers that has taken it: a page that hears `false` sends the same by other means.
    if (ruling.kind === BLOCK) return true;
    if (ruling.kind === STRIP) {
      args[1] = stripBody(args[1], ruling.fields!);
      if (args[1] === NOTHING) return realm.refuse(ruling, 'connect'), true;
    }
    args[0] = ruling.url;
    return apply(native, self, args);
  });
  const dead = ['EventSource ' + DEAD, 'WebTransport https://' + realm.deadHost + ':1/', 'WebSocketStream wss://' + realm.deadHost + ':1/', 'Audio '];
  each(dead, (both) => {
    const pair = split(both, ' ');
    const media = pair[0] === 'Audio';
    replaceClass(scope, pair[0]!, (native, args, target) => {
      if (args.length) {
        const ruling = realm.rule((args[0] = asText(args[0])), media ? 'media' : 'connect');
        // What a stream carries has no fields.
        args[0] = ruling.kind === BLOCK || (ruling.kind === STRIP && !media && pair[0] !== 'EventSource') ? pair[1] : ruling.url;
      }
      return construct(native, args, target);
    });
  });
  guardSockets(realm, scope);
};

const guardFetch = (realm: Realm, scope: Any): void => {
  const NativeRequest = scope.Request;
  if (!NativeRequest) return;
  const urlOf = getter(NativeRequest.prototype, 'url');
  const bodyOf = getter(NativeRequest.prototype, 'body');
  const textOf = uncurry(NativeRequest.prototype.text);
  const failed = (): Promise<never> =>
    new realm.Promise((_: Any, reject: Any) => reject(new realm.TypeError('Failed to fetch')));
  const then = uncurry(scope.Promise.prototype.then);
  const requestUrl = (input: Any): string | null => {
    if (input === null || typeof input !== 'object') return null;
    try {
      return urlOf(input);
    } catch {
      return null;
    }
  };

  replace(holderOf(scope, 'fetch'), 'fetch', (native, self, args) => {
    if (!args.length) return apply(native, self, args);
    let request: Any = null;
    let asked = requestUrl(args[0]);
    if (asked === null) {
      try {
        args[0] = asked = asText(args[0]);
      } catch (thrown) {
        return new realm.Promise((_: Any, reject: Any) => reject(thrown));
      }
    } else request = args[0];
    const ruling = realm.rule(asked, 'connect');
    if (ruling.kind === BLOCK) return failed();
    if (ruling.kind !== STRIP) return apply(native, self, args);
    return strip(native, self, request, args[1], ruling);
  });

  replace(scope, 'fetchLater', (native, self, args) => {
    if (!args.length) return apply(native, self, args);
    const asked = requestUrl(args[0]) ?? (args[0] = asText(args[0]));
    const ruling = realm.rule(asked, 'connect');
    if (ruling.kind === BLOCK) return { activated: false };
    if (ruling.kind === STRIP) {
      if (typeof args[0] !== 'string') return realm.refuse(ruling, 'connect'), { activated: false };
      args[0] = ruling.url;
      if (args[1] && args[1].body) return realm.refuse(ruling, 'connect'), { activated: false };
    }
    return apply(native, self, args);
  });

  const strip = (native: Any, self: Any, request: Any, given: Any, ruling: Ruling): Any => {
    const init = bare();
    for (let i = 0; i < FETCH_OPTIONS.length; i++) {
      const name = FETCH_OPTIONS[i]!;
      const value = given && given[name] !== undefined ? given[name] : request ? request[name] : undefined;
      if (value !== undefined && !(name === 'mode' && value === 'navigate')) init[name] = value;
    }
    if (request && init.body && init.body === bodyOf(request)) {
      delete init.duplex;
      return then(textOf(request), (text: string) => {
        init.body = stripBody(text, ruling.fields!);
        if (init.body === NOTHING) return realm.refuse(ruling, 'connect'), failed();
        return apply(native, self, [ruling.url, init]);
      });
    }
    init.body = stripBody(init.body, ruling.fields!);
    if (init.body === NOTHING) return realm.refuse(ruling, 'connect'), failed();
    return apply(native, self, [ruling.url, init]);
  };
};

const guardXhr = (realm: Realm, scope: Any): void => {
  if (!scope.XMLHttpRequest) return;
  const rulings = new NativeWeakMap<object, Ruling>();
  const prototype = scope.XMLHttpRequest.prototype;
  const open = uncurry(prototype.open);
  const stepOf = getter(prototype, 'readyState');
  replace(prototype, 'open', (native, self, args) => {
    if (args.length > 1) {
      const ruling = realm.rule((args[1] = asText(args[1])), 'connect');
      args[1] = ruling.kind === BLOCK ? DEAD : ruling.url;
      if (ruling.kind === BLOCK) args[0] = 'GET';
      weakSet(rulings, self, ruling);
    }
    return apply(native, self, args);
  });
  replace(prototype, 'send', (native, self, args) => {
    const ruling = weakGet(rulings, self) as Ruling | undefined;
    if (ruling && ruling.kind === STRIP && args.length && stepOf(self) === 1) {
      args[0] = stripBody(args[0], ruling.fields!);
      if (args[0] === NOTHING) {
        realm.refuse(ruling, 'connect');
        open(self, 'GET', DEAD);
        args.length = 0;
      }
    }
    return apply(native, self, args);
  });
};

const guardSockets = (realm: Realm, scope: Any): void => {
  if (!scope.WebSocket) return;
  const rulings = new NativeWeakMap<object, Ruling>();
  replaceClass(scope, 'WebSocket', (native, args, target) => {
    if (!args.length) return construct(native, args, target);
    const ruling = realm.rule((args[0] = asText(args[0])), 'connect');
    // A port that browsers refuse to ask: it fails as an unreachable server does.
    args[0] = ruling.kind === BLOCK ? 'wss://' + realm.deadHost + ':1/' : ruling.url;
    const socket = construct(native, args, target);
    if (ruling.kind === STRIP) weakSet(rulings, socket, ruling);
    return socket;
  });
  replace(scope.WebSocket.prototype, 'send', (native, self, args) => {
    const ruling = weakGet(rulings, self) as Ruling | undefined;
    if (ruling && args.length) {
      args[0] = stripBody(args[0], ruling.fields!);
      if (args[0] === NOTHING) return realm.refuse(ruling, 'connect');
    }
    return apply(native, self, args);
  });
};
