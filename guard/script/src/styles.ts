// Style sheets that scripts make.
import { apply, asText, construct, isArray, type Any } from './natives';
import type { Attributes } from './attributes';
import { replace, replaceAccessor, replaceClass } from './patch';
import type { Realm } from './realm';

export const guardStyles = (realm: Realm, attributes: Attributes): void => {
  const scope = realm.scope;
  const of = (name: string): Any => scope[name] && scope[name].prototype;
  const css = (at: number) => (native: Any, self: Any, args: Any[]): Any => {
    if (args.length > at && args[at] !== null) args[at] = attributes.css(asText(args[at]));
    return apply(native, self, args);
  };
  const sheet = of('CSSStyleSheet');
  replace(sheet, 'insertRule', css(0));
  replace(sheet, 'addRule', css(1));
  replace(sheet, 'replace', css(0));
  replace(sheet, 'replaceSync', css(0));
  replace(of('CSSGroupingRule'), 'insertRule', css(0));
  replace(of('CSSKeyframesRule'), 'appendRule', css(0));
  replace(of('CSSStyleDeclaration'), 'setProperty', css(1));
  replaceAccessor(of('CSSStyleDeclaration'), 'cssText', css(0));
  replaceAccessor(of('HTMLElement'), 'style', css(0));
  replaceAccessor(of('SVGElement'), 'style', css(0));
  const typed = (native: Any, self: Any, args: Any[]): Any => {
    for (let i = 1; i < args.length; i++) {
      const text = asText(args[i]);
      const now = attributes.css(text);
      if (now !== text || typeof args[i] === 'string') args[i] = now;
    }
    return apply(native, self, args);
  };
  replace(of('StylePropertyMap'), 'set', typed);
  replace(of('StylePropertyMap'), 'append', typed);
  // Key frames are plain values: read once, ruled on, and given as they were read.
  const frames = (value: Any): Any => {
    if (value === null || typeof value !== 'object') return value;
    const copy: Any = isArray(value) ? [] : {};
    for (const key in value) {
      const each = value[key];
      copy[key] = typeof each === 'string' ? attributes.css(each) : frames(each);
    }
    return copy;
  };
  const animated = (at: number) => (native: Any, self: Any, args: Any[]): Any => {
    if (args.length > at) args[at] = frames(args[at]);
    return apply(native, self, args);
  };
  replace(of('Element'), 'animate', animated(0));
  replace(of('KeyframeEffect'), 'setKeyframes', animated(0));
  replaceClass(scope, 'KeyframeEffect', (native, args, target) => animated(1)(() => construct(native, args, target), null, args));
  replaceClass(scope, 'FontFace', (native, args, target) => {
    if (typeof args[1] === 'string') args[1] = attributes.css(args[1]);
    return construct(native, args, target);
  });
};
