// What leaves the page: links, forms, windows, and what a script sends the window to. Also the connections that no address
// bar, style sheet or policy header rules on.
import { apply, asText, bare, construct, each, find, getter, isArray, push, uncurry, type Any } from './natives';
import type { Dom } from './dom';
import { guardedUrl } from './handover';
import { replace, replaceClass } from './patch';
import type { Realm } from './realm';
import { BLOCK, mayLeave, STRIP, TELL, type Ruling, type Use } from './rules';

export const guardNavigation = (realm: Realm, dom: Dom, guardWindow: (window: Any) => void): void => {
  const scope = realm.scope;
  const of = (name: string): Any => scope[name] && scope[name].prototype;
  const EventType = of('Event');
  const trusted = (event: Any): boolean => event.isTrusted;
  const prevent = uncurry(EventType.preventDefault);
  const pathOf = uncurry(EventType.composedPath);
  const listen = uncurry(of('EventTarget').addEventListener);
  const tagOf = getter(of('Element'), 'localName');
  const activation = scope.navigator.userActivation;
  const activeOf = activation && getter(of('UserActivation'), 'isActive');
  const active = (): boolean => !activation || activeOf(activation);

  /**
   * What becomes of leaving for an address. Where somebody clicks, only what is forbidden is stopped: a page of which no
   * link works is broken, and who follows a link leaves the page.
   */
  const leave = (address: string, byHand: boolean): Ruling => {
    const ruling = realm.rule(address, 'navigation', byHand);
    if (ruling.kind === TELL) ruling.url = dom.attributes.undecorated(address);
    return ruling;
  };

  // ---- Links ----

  const onClick = (event: Any): void => {
    const path = pathOf(event);
    for (let i = 0; i < path.length; i++) {
      let tag: string;
      try {
        tag = tagOf(path[i]);
      } catch {
        return;
      }
      if (tag !== 'a' && tag !== 'area') continue;
      const link = path[i];
      const ping = dom.get(link, 'ping');
      if (ping) dom.set(link, 'ping', dom.attributes.rule(link, tag, 'ping', ping) || '');
      const href = dom.get(link, 'href');
      if (href === null) return;
      const ruling = leave(href, trusted(event));
      if (ruling.kind === BLOCK) prevent(event);
      else if (ruling.url !== href) dom.set(link, 'href', ruling.url);
      return;
    }
  };

  // ---- Forms ----

  const actionOf = (form: Any, submitter: Any): string =>
    (submitter && dom.get(submitter, 'formaction')) || dom.get(form, 'action') || '';
  const eventTarget = getter(EventType, 'target');
  const submitterOf = getter(of('SubmitEvent'), 'submitter');
  let submitting: Any = null;
  const onSubmit = (event: Any): void => {
    try {
      submitting = submitterOf(event);
    } catch {
      // An event that a page made: nothing is sent for it.
      return;
    }
    if (realm.rule(actionOf(eventTarget(event), submitting), 'form').kind === BLOCK) prevent(event);
  };
  const entries = of('FormData') && uncurry(of('FormData').keys);
  const remove = of('FormData') && uncurry(of('FormData').delete);
  const next = of('FormData') && uncurry(scope.Object.getPrototypeOf(new scope.FormData().keys()).next);
  const dataOf = scope.FormDataEvent && getter(scope.FormDataEvent.prototype, 'formData');
  const onFormData = (event: Any): void => {
    const ruling = realm.rule(actionOf(eventTarget(event), submitting), 'form');
    if (ruling.kind !== STRIP) return;
    const all = dataOf(event);
    const names: string[] = [];
    const keys = entries(all);
    for (let step; !(step = next(keys)).done; ) push(names, step.value);
    for (let i = 0; i < names.length; i++) if (!mayLeave(ruling.fields!, names[i]!)) remove(all, names[i]);
  };
  replace(of('HTMLFormElement'), 'submit', (native, self, args) => {
    submitting = null;
    if (realm.rule(actionOf(self, null), 'form').kind === BLOCK) return;
    return apply(native, self, args);
  });

  // ---- The window ----

  const navigation = scope.navigation;
  const destinationOf = navigation && getter(scope.NavigateEvent.prototype, 'destination');
  const targetOf = navigation && getter(scope.NavigationDestination.prototype, 'url');
  const byHandOf = navigation && getter(scope.NavigateEvent.prototype, 'userInitiated');
  const formOf = navigation && getter(scope.NavigateEvent.prototype, 'formData');
  const top = scope.parent === scope;
  const onNavigate = (event: Any): void => {
    const to: string = targetOf(destinationOf(event));
    const use: Use = formOf(event) ? 'form' : top ? 'navigation' : 'frame';
    const ruling = use === 'navigation' ? leave(to, byHandOf(event)) : realm.rule(to, use);
    if (ruling.kind === BLOCK) prevent(event);
  };

  realm.onAttend(() => {
    listen(scope, 'click', onClick, true);
    listen(scope, 'auxclick', onClick, true);
    listen(scope, 'submit', onSubmit, true);
    listen(scope, 'formdata', onFormData, true);
  });
  if (navigation) listen(navigation, 'navigate', onNavigate);

  replace(scope, 'open', (native, self, args) => {
    if (args.length && args[0] !== undefined) {
      const asked = asText(args[0]);
      const ruling = leave(asked, active());
      if (ruling.kind === BLOCK) return null;
      args[0] = guardedUrl(ruling.url, false);
    }
    const opened = apply(native, self, args);
    guardWindow(opened);
    return opened;
  });

  // ---- Calls between browsers ----

  // The addresses of STUN and TURN servers: RFC 7064, RFC 7065.
  const servers = (given: Any): Any => {
    const config = bare();
    if (given !== null && typeof given === 'object') for (const key in given) config[key] = given[key];
    const kept: Any[] = [];
    const list = config.iceServers;
    if (isArray(list)) {
      each(list, (server: Any) => {
        const urls: Any = server.urls;
        const texts: string[] = [];
        each(isArray(urls) ? urls : [urls], (url: Any) => {
          const found = find(/^(?:stun|turn)s?:([^?/]*?)(?::\d+)?(?:\?|$)/i, asText(url));
          if (found && realm.rule('https://' + found[1]!, 'connect').kind < STRIP) push(texts, found.input);
        });
        if (texts.length) push(kept, { urls: texts, username: server.username, credential: server.credential });
      });
    }
    config.iceServers = kept;
    // Without a server that is allowed nothing is sent at all: each other browser is an address like any other.
    if (!kept.length) config.iceTransportPolicy = 'relay';
    return config;
  };
  for (let i = 0; i < 2; i++) {
    replaceClass(scope, i ? 'webkitRTCPeerConnection' : 'RTCPeerConnection', (native, args, target) => {
      args = [servers(args[0])];
      return construct(native, args, target);
    });
  }
  replace(of('RTCPeerConnection'), 'setConfiguration', (native, self, args) => apply(native, self, [servers(args[0])]));
};
