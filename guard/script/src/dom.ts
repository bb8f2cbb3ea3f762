// What elements ask a network for, however a page makes them.
import {
  apply, asText, bare, each, endsWith, find, getOwnPropertyDescriptor, getter, indexOf, lower, push, setter, slice,
  split, uncurry, words, type Any, type Callable,
} from './natives';
import { attributesOf, watched, type Attributes } from './attributes';
import { guardedDocument, guardedUrl } from './handover';
import { replace, replaceAccessor } from './patch';
import type { Realm } from './realm';
import { BLOCK, written } from './rules';

/** Interface → the properties that stand for an attribute, each by its lower-case name unless another is given. */
const PROPERTIES: [string, string][] = [
  ['HTMLImageElement', 'src srcset attributionSrc'],
  ['HTMLScriptElement', 'src attributionSrc'],
  ['HTMLIFrameElement', 'src srcdoc'],
  ['HTMLFrameElement', 'src'],
  ['HTMLEmbedElement', 'src'],
  ['HTMLObjectElement', 'data codeBase'],
  ['HTMLLinkElement', 'href rel as imageSrcset'],
  ['HTMLMediaElement', 'src'],
  ['HTMLVideoElement', 'poster'],
  ['HTMLSourceElement', 'src srcset'],
  ['HTMLTrackElement', 'src'],
  ['HTMLInputElement', 'src formAction'],
  ['HTMLButtonElement', 'formAction'],
  ['HTMLFormElement', 'action'],
  ['HTMLAnchorElement', 'href ping attributionSrc'],
  ['HTMLAreaElement', 'href ping attributionSrc'],
  ['HTMLBaseElement', 'href'],
  ['HTMLMetaElement', 'content httpEquiv'],
  ['HTMLBodyElement', 'background'],
];

const FRAMES = 'iframe,frame,object,embed';

export interface Dom {
  attributes: Attributes;
  /** Guards all frames of the page whose realms can be reached. */
  scan(): void;
  get(element: Any, name: string): string | null;
  set(element: Any, name: string, value: string): void;
}

export const guardDom = (realm: Realm, guardFrame: (window: Any) => void): Dom => {
  const scope = realm.scope;
  const NodeType = scope.Node.prototype;
  const ElementType = scope.Element.prototype;
  const DocumentType = scope.Document.prototype;
  const FragmentType = scope.DocumentFragment.prototype;
  const get = uncurry(ElementType.getAttribute);
  const put = uncurry(ElementType.setAttribute);
  const namesOf = uncurry(ElementType.getAttributeNames);
  const nodeType = getter(NodeType, 'nodeType') as (node: Any) => number;
  const ownerOf = getter(NodeType, 'ownerDocument');
  const parentOf = getter(NodeType, 'parentNode');
  const connected = getter(NodeType, 'isConnected');
  const firstOf = getter(NodeType, 'firstChild');
  const textOf = getter(NodeType, 'textContent');
  const setText = setter(NodeType, 'textContent');
  const tagOf = getter(ElementType, 'localName') as (element: Any) => string;
  const shadowOf = getter(ElementType, 'shadowRoot');
  const findIn = uncurry(ElementType.querySelectorAll);
  const findInFragment = uncurry(FragmentType.querySelectorAll);
  const findInDocument = uncurry(DocumentType.querySelectorAll);
  const countOf = getter(scope.NodeList.prototype, 'length');
  const contentOf = getter(scope.HTMLTemplateElement.prototype, 'content');
  const replaceNode = uncurry(NodeType.replaceChild);
  const importNode = uncurry(DocumentType.importNode);
  const comment = uncurry(DocumentType.createComment);
  const framesOf = getter(scope, 'length') as (window: Any) => number;
  const windowOf: Any = bare();
  each(['HTMLIFrameElement iframe', 'HTMLFrameElement frame', 'HTMLObjectElement object'], (both) => {
    const pair = split(both, ' ');
    const old = scope[pair[0]!] && getOwnPropertyDescriptor(scope[pair[0]!].prototype, 'contentWindow');
    if (old && old.get) windowOf[pair[1]!] = uncurry(old.get);
  });

  const attributes = attributesOf(realm, get, guardedDocument, (address, element) =>
    guardedUrl(address, element && connected(element)));

  // ---- One attribute ----

  /** An address of which it is not known what it is for. */
  const anything = (value: string): string => (realm.rule(value, 'any').kind === BLOCK ? '' : value);

  const ruled = (element: Any, name: string, value: Any): Any => {
    const text = asText(value);
    try {
      const now = attributes.rule(element, tagOf(element), name, text);
      return now === text ? value : now;
    } catch {
      return written.closed ? null : value;
    }
  };

  each(PROPERTIES, (entry) => {
    const owner = scope[entry[0]!] && scope[entry[0]!].prototype;
    if (!owner) return;
    each(split(entry[1]!, ' '), (property) => {
      const name = property === 'httpEquiv' ? 'http-equiv' : lower(property);
      replaceAccessor(owner, property, (native, self, args) => {
        try {
          tagOf(self);
        } catch {
          return apply(native, self, args);
        }
        const now = ruled(self, name, args[0]);
        if (now !== null) apply(native, self, [now]);
      });
    });
  });
  // A token added to `rel` can't be seen in time.
  replaceAccessor(scope.HTMLLinkElement.prototype, 'relList', null, (native, self, args) => {
    const list = apply(native, self, args);
    const href = get(self, 'href');
    if (href && !anything(href)) put(self, 'href', '');
    return list;
  });

  const named = (self: Any, args: Any[], at: number, local: boolean): boolean => {
    if (args.length <= at + 1) return true;
    let name = (args[at] = asText(args[at]));
    if (local && indexOf(name, ':') >= 0) name = slice(name, indexOf(name, ':') + 1);
    name = lower(name);
    if (name === 'xlink:href') name = 'href';
    if (!watched(name)) return true;
    const now = ruled(self, name, args[at + 1]);
    args[at + 1] = now;
    return now !== null;
  };
  replace(ElementType, 'setAttribute', (native, self, args) => named(self, args, 0, false) ? apply(native, self, args) : undefined);
  replace(ElementType, 'setAttributeNS', (native, self, args) => named(self, args, 1, true) ? apply(native, self, args) : undefined);
  const AttrType = scope.Attr.prototype;
  const attrName = getter(AttrType, 'name') as (attr: Any) => string;
  const attrValue = getter(AttrType, 'value') as (attr: Any) => string;
  const setAttrValue = setter(AttrType, 'value');
  const attrOwner = getter(AttrType, 'ownerElement');
  const plainName = (attr: Any): string => {
    const name = lower(attrName(attr));
    return indexOf(name, ':') >= 0 ? slice(name, indexOf(name, ':') + 1) : name;
  };
  const attached = (native: Callable, self: Any, args: Any[], element: Any): Any => {
    try {
      const name = plainName(args[0]);
      if (watched(name)) {
        const value = attrValue(args[0]);
        const now = element ? ruled(element, name, value) : anything(value);
        if (now !== value) setAttrValue(args[0], now ?? '');
      }
    } catch {
      // No attribute: the browser says so.
    }
    return apply(native, self, args);
  };
  each(['setAttributeNode', 'setAttributeNodeNS'], (name) => {
    replace(ElementType, name, (native, self, args) => attached(native, self, args, self));
  });
  // Of what element it will be is not known here.
  each(['setNamedItem', 'setNamedItemNS'], (name) =>
    replace(scope.NamedNodeMap.prototype, name, (native, self, args) => attached(native, self, args, null)));
  const changed = (native: Callable, self: Any, args: Any[]): Any => {
    const owner = attrOwner(self);
    const name = owner && plainName(self);
    if (owner && watched(name)) {
      const now = ruled(owner, name, args[0]);
      if (now === null) return;
      args[0] = now;
    }
    return apply(native, self, args);
  };
  replaceAccessor(AttrType, 'value', changed);
  const content = (native: Callable, self: Any, args: Any[]): Any => {
    const type = nodeType(self);
    if (type === 2) return changed(native, self, args);
    if (type === 1 && tagOf(self) === 'style') args[0] = attributes.css(asText(args[0] ?? ''));
    else if (type === 3 && isStyle(parentOf(self))) args[0] = attributes.css(asText(args[0] ?? ''));
    return apply(native, self, args);
  };
  const isStyle = (node: Any): boolean => !!node && nodeType(node) === 1 && tagOf(node) === 'style';
  replaceAccessor(NodeType, 'nodeValue', content);
  replaceAccessor(NodeType, 'textContent', content);
  replaceAccessor(scope.HTMLElement.prototype, 'innerText', content);
  const CharacterType = scope.CharacterData.prototype;
  replaceAccessor(CharacterType, 'data', content);

  // SVG: `image.href.baseVal`.
  replaceAccessor(scope.SVGAnimatedString && scope.SVGAnimatedString.prototype, 'baseVal', (native, self, args) =>
    apply(native, self, [anything(asText(args[0]))]));

  // ---- Whole trees, of which some were made where nothing is asked for ----

  const ruleAttribute = (element: Any, written: string): void => {
    let name = lower(written);
    if (name === 'xlink:href') name = 'href';
    if (!watched(name)) return;
    const value = get(element, written);
    if (value === null) return;
    const now = attributes.rule(element, tagOf(element), name, value);
    if (now !== value) put(element, written, now ?? '');
  };
  const ruleElement = (element: Any): void => {
    const tag = tagOf(element);
    const names = namesOf(element);
    for (let i = 0; i < names.length; i++) {
      ruleAttribute(element, names[i]);
    }
    if (tag === 'style') {
      const text = textOf(element);
      const now = attributes.css(text);
      if (now !== text) setText(element, now);
    } else if (tag === 'script') ruleScript(element);
    else if (tag === 'template') {
      const inner = contentOf(element);
      if (inner) ruleTree(inner);
    }
    const shadow = shadowOf(element);
    if (shadow) ruleTree(shadow);
  };
  /** Rules for what a browser may fetch or render ahead of a click. */
  const ruleScript = (element: Any): void => {
    if (lower(get(element, 'type') || '') !== 'speculationrules') return;
    let rest: string = textOf(element);
    for (let found; (found = find(/"((?:[^"\\]|\\.)*)"/, rest)); rest = slice(rest, found.index + found[0]!.length)) {
      if (find(/[:\\]|\/\//, found[1]!) && realm.rule(found[1]!, 'navigation').kind > 1) {
        put(element, 'type', 'blocked');
        return;
      }
    }
  };
  const all = (root: Any, selector: string): Any => {
    const type = nodeType(root);
    return type === 1 ? findIn(root, selector) : type === 11 ? findInFragment(root, selector) : type === 9 ? findInDocument(root, selector) : [];
  };
  const lengthOf = (list: Any): number => (list.length === 0 ? 0 : countOf(list));
  const ruleTree = (root: Any): void => {
    try {
      if (nodeType(root) === 1) ruleElement(root);
      const list = all(root, '*');
      for (let i = 0, count = lengthOf(list); i < count; i++) ruleElement(list[i]);
    } catch {
      // The rest of it is looked at when it is shown.
    }
  };

  const asNode = (value: Any): number => {
    if (value === null || typeof value !== 'object') return 0;
    try {
      return nodeType(value);
    } catch {
      return 0;
    }
  };

  let known = framesOf(scope);
  const scan = (): void => {
    const count = framesOf(scope);
    known = count;
    for (let i = 0; i < count; i++) guardFrame(scope[i]);
  };

  /** Inserts nodes: ruled where they come from elsewhere; frames last, so that each is guarded before others can run. */
  const insert = (native: Callable, self: Any, args: Any[], target: Any): Any => {
    let live = false;
    let inner = false;
    let held: Any[] | null = null;
    try {
      const home = target && (nodeType(target) === 9 ? target : ownerOf(target));
      live = !!target && connected(target);
      const style = target && isStyle(target);
      for (let i = 0; i < args.length; i++) {
        const node = args[i];
        const type = asNode(node);
        if (style && (type === 3 || (!type && typeof node === 'string'))) {
          if (type) setTextIfNew(node);
          else args[i] = attributes.css(node);
        }
        if (type !== 1 && type !== 11) continue;
        const owner = ownerOf(node);
        if (owner !== home && owner !== inert) ruleTree(node);
        if (!live) continue;
        if (type === 1 && tagOf(node) === 'script') ruleScript(node);
        const frame = type === 1 && tagOf(node) in FRAME_TAGS;
        if (frame) inner = true;
        if (frame ? args.length > 1 && liveArguments(args) : firstOf(node)) {
          const frames = frame ? [node] : all(node, FRAMES);
          const count = frame ? 1 : lengthOf(frames);
          if (!count) continue;
          inner = true;
          // What runs while it is inserted could use a frame that nobody has guarded yet.
          if (!frame && args.length === 1 && !runsCode(node)) continue;
          held = held || [];
          for (let j = 0; j < count; j++) {
            const inside = frames[j];
            const mark = comment(home, '');
            if (inside === node) args[i] = mark;
            else replaceNode(parentOf(inside), mark, inside);
            push(held, [mark, inside]);
          }
        }
      }
    } catch {
      // Nothing that a document takes: the browser says so.
    }
    const result = apply(native, self, args);
    if (!live) return result;
    if (held) {
      for (let i = 0; i < held.length; i++) {
        const parent = parentOf(held[i][0]);
        if (parent) replaceNode(parent, held[i][1], held[i][0]);
        reach(held[i][1]);
      }
    }
    if (inner || known !== framesOf(scope)) scan();
    return result;
  };
  const FRAME_TAGS = words(['iframe', 'frame', 'object', 'embed']);
  const liveArguments = (args: Any[]): boolean => {
    let nodes = 0;
    for (let i = 0; i < args.length; i++) if (asNode(args[i])) nodes++;
    return nodes > 1;
  };
  const runsCode = (node: Any): boolean => {
    const list = all(node, '*');
    for (let i = 0, count = lengthOf(list); i < count; i++) {
      const tag = tagOf(list[i]);
      if (tag === 'script' || indexOf(tag, '-') > 0 || shadowOf(list[i])) return true;
    }
    return nodeType(node) === 1 && (indexOf(tagOf(node), '-') > 0 || !!shadowOf(node));
  };
  const setTextIfNew = (node: Any): void => {
    const text = textOf(node);
    const now = attributes.css(text);
    if (now !== text) setText(node, now);
  };
  const reach = (frame: Any): void => {
    const of = windowOf[tagOf(frame)];
    if (of) guardFrame(of(frame));
  };

  each(['appendChild', 'insertBefore', 'replaceChild'], (name) => {
    replace(NodeType, name, (native, self, args) => {
      const second = args[1];
      const one = [args[0]];
      return insert((...given: Any[]) => apply(native, self, args.length > 1 ? [given[0], second] : given), self, one, args.length ? self : null);
    });
  });
  each([ElementType, DocumentType, FragmentType], (owner) => {
    each(['append', 'prepend', 'replaceChildren'], (name) => replace(owner, name, (native, self, args) => insert(native, self, args, self)));
    replace(owner, 'moveBefore', (native, self, args) => {
      const result = apply(native, self, args);
      scan();
      return result;
    });
  });
  each([ElementType, CharacterType, scope.DocumentType.prototype], (owner) => {
    each(['before', 'after', 'replaceWith'], (name) => {
      replace(owner, name, (native, self, args) => insert(native, self, args, parentOf(self)));
    });
  });
  replace(ElementType, 'insertAdjacentElement', (native, self, args) => {
    const where = args[0];
    return insert((...given: Any[]) => apply(native, self, [where, given[0]]), self, [args[1]], self);
  });
  const RangeType = scope.Range.prototype;
  const startOf = getter(RangeType, 'startContainer');
  each(['insertNode', 'surroundContents'], (name) => {
    replace(RangeType, name, (native, self, args) => insert(native, self, args, startOf(self)));
  });
  each(['importNode', 'adoptNode'], (name) => {
    replace(DocumentType, name, (native, self, args) => {
      if (asNode(args[0]) && ownerOf(args[0]) !== self) ruleTree(args[0]);
      return apply(native, self, args);
    });
  });
  // ---- Markup ----

  const inert: Any = apply(scope.DOMImplementation.prototype.createHTMLDocument, scope.document.implementation, ['']);
  const innerHtml = getOwnPropertyDescriptor(ElementType, 'innerHTML')!;
  const setInner = uncurry(innerHtml.set!);
  const getInner = uncurry(innerHtml.get!);
  const replaceAll = uncurry(ElementType.replaceChildren);
  const replaceAllIn = uncurry(FragmentType.replaceChildren);
  const fragmentOf = uncurry(DocumentType.createDocumentFragment);
  const appendTo = uncurry(NodeType.appendChild);
  const insertBefore = uncurry(NodeType.insertBefore);
  const nextOf = getter(NodeType, 'nextSibling');
  const element = uncurry(DocumentType.createElement);

  /** Markup made to nodes as `context` would, where nothing is asked for, and ruled on. */
  const parsed = (context: Any, html: Any, parse: Callable = setInner): Any => {
    const isElement = context && nodeType(context) === 1;
    const holder = isElement ? importNode(inert, context, false) : element(inert, 'body');
    parse(holder, html);
    ruleTree(holder);
    const fragment = fragmentOf(inert);
    const from = tagOf(holder) === 'template' ? contentOf(holder) || holder : holder;
    for (let child; (child = firstOf(from)); ) appendTo(fragment, child);
    return fragment;
  };
  /** Whether markup could ask for something or run something. */
  const plain = (html: string): boolean =>
    !find(/<(?!\/|(?:p|b|i|br|div|span|li|ul|h\d|strong|em|t[dhr]|label|option)(?:\s+(?:class|id|title|value)="[^"]*")*\s*\/?>)[a-z!?]/i, html);

  const setMarkup = (native: Callable, self: Any, args: Any[], parse?: Callable): Any => {
    const html = args[0] === null ? '' : args[0];
    const text = asText(html);
    const type = nodeType(self);
    const style = type === 1 && tagOf(self) === 'style';
    args[0] = style ? attributes.css(text) : html === text ? text : html;
    // What is in a template is ruled on where it is taken from.
    if (style || plain(text) || (type === 1 && tagOf(self) === 'template')) return apply(native, self, args);
    const fragment = parsed(type === 1 ? self : null, args[0], parse);
    insert((...given: Any[]) => type === 1 ? replaceAll(self, given[0]) : replaceAllIn(self, given[0]), self, [fragment], self);
  };
  const markup = (owner: Any, name: string): void =>
    replaceAccessor(owner, name, (native, self, args) => {
      try {
        nodeType(self);
      } catch {
        return apply(native, self, args);
      }
      setMarkup(native, self, args);
    });
  markup(ElementType, 'innerHTML');
  markup(scope.ShadowRoot.prototype, 'innerHTML');
  each(['setHTMLUnsafe', 'setHTML'], (name) => {
    const parse = ElementType[name];
    each([ElementType, scope.ShadowRoot.prototype], (owner) =>
      replace(owner, name, (native, self, args) => {
        const options = args[1];
        return setMarkup(native, self, args, (holder: Any, html: Any) => apply(parse, holder, [html, options]));
      }));
  });
  replaceAccessor(ElementType, 'outerHTML', (native, self, args) => {
    const parent = parentOf(self);
    const text = asText(args[0] === null ? '' : args[0]);
    if (!parent || nodeType(parent) === 9 || plain(text)) return apply(native, self, args);
    const fragment = parsed(nodeType(parent) === 1 ? parent : null, text);
    insert((...given: Any[]) => replaceNode(parent, given[0], self), parent, [fragment], parent);
  });
  replace(ElementType, 'insertAdjacentHTML', (native, self, args) => {
    if (args.length < 2) return apply(native, self, args);
    const where = lower((args[0] = asText(args[0])));
    const text = asText(args[1]);
    const outside = where === 'beforebegin' || where === 'afterend';
    const parent = outside ? parentOf(self) : self;
    if (plain(text) || !parent || nodeType(parent) !== 1 || (!outside && where !== 'afterbegin' && where !== 'beforeend')) {
      return apply(native, self, args);
    }
    const before = where === 'beforebegin' ? self : where === 'afterend' ? nextOf(self) : where === 'afterbegin' ? firstOf(self) : null;
    insert((...given: Any[]) => insertBefore(parent, given[0], before), parent, [parsed(parent, text)], parent);
  });
  replace(RangeType, 'createContextualFragment', (native, self, args) => {
    const fragment = args.length ? asText(args[0]) : '';
    if (!args.length || plain(fragment)) return apply(native, self, args);
    // Made in a document of its own, since images are asked for as soon as they are made; its scripts are to run.
    const range = uncurry(DocumentType.createRange)(inert);
    const start = startOf(self);
    const holder = start && nodeType(start) === 1 ? importNode(inert, start, false) : inert.body;
    if (start && nodeType(start) === 1) appendTo(inert.body, holder);
    selectContents(range, holder);
    const made = apply(native, range, [args[0]]);
    if (holder !== inert.body) removeNode(inert.body, holder);
    ruleTree(made);
    return uncurry(adopt)(ownerOf(start) || start, made);
  });
  const adopt = DocumentType.adoptNode;
  const selectContents = uncurry(RangeType.selectNodeContents);
  const removeNode = uncurry(NodeType.removeChild);
  // What is written while a page is read runs at once: between any two tags, what came is looked at.
  const write = uncurry(DocumentType.write);
  each(['write', 'writeln'], (name) => {
    replace(DocumentType, name, (native, self, args) => {
      if (self !== scope.document) return apply(native, self, args);
      let text = '';
      for (let i = 0; i < args.length; i++) text += asText(args[i]);
      if (name === 'writeln') text += '\n';
      write(self, '');
      realm.attend();
      for (let at; text; text = slice(text, at)) {
        at = indexOf(text, '<', 1);
        if (at < 0) at = text.length;
        write(self, writable(slice(text, 0, at)));
        if (known !== framesOf(scope)) scan();
      }
      realm.attend();
      scan();
    });
  });
  /** One tag with what follows it, ruled on where it is whole. */
  const writable = (tag: string): string => {
    const end = find(/^<([a-z][^\s/>]*)(?:\s*\/?\s*[^\s=>\/]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+)|\s+[^\s=>\/]+)+\s*\/?>/i, tag);
    if (!end) return tag;
    const holder = element(inert, 'template');
    setInner(holder, end[0]);
    const before: string = getInner(holder);
    ruleTree(contentOf(holder));
    const after: string = getInner(holder);
    const close = '</' + lower(end[1]!) + '>';
    return before === after
      ? tag
      : (endsWith(after, close) ? slice(after, 0, -close.length) : after) + slice(tag, end[0]!.length);
  };
  replace(DocumentType, 'open', (native, self, args) => {
    const result = apply(native, self, args);
    if (self === scope.document) realm.attend();
    return result;
  });

  each(['HTMLIFrameElement', 'HTMLFrameElement', 'HTMLObjectElement', 'HTMLEmbedElement'], (type) => {
    const owner = scope[type] && scope[type].prototype;
    if (!owner) return;
    const reached = (native: Callable, self: Any, args: Any[]): Any => {
      reach(self);
      return apply(native, self, args);
    };
    replaceAccessor(owner, 'contentWindow', null, reached);
    replaceAccessor(owner, 'contentDocument', null, reached);
    replace(owner, 'getSVGDocument', reached);
  });
  const look = uncurry(scope.MutationObserver.prototype.observe);
  const RecordType = scope.MutationRecord.prototype;
  const kindOf = getter(RecordType, 'type');
  const targetOf = getter(RecordType, 'target');
  const addedTo = getter(RecordType, 'addedNodes');
  const changedIn = getter(RecordType, 'attributeName');
  const observer = new scope.MutationObserver((records: Any) => {
    each(records, (record: Any) => {
      if (kindOf(record) === 'attributes') return ruleAttribute(targetOf(record), changedIn(record));
      const added = addedTo(record);
      for (let i = 0, count = countOf(added); i < count; i++) if (nodeType(added[i]) === 1) ruleTree(added[i]);
    });
    if (known !== framesOf(scope)) scan();
  });
  const watch = (root: Any): void =>
    look(observer, root, { subtree: true, childList: true, attributes: true, attributeFilter: ['style', 'rel', 'href', 'src'] });
  watch(scope.document);
  const listen = uncurry(scope.EventTarget.prototype.addEventListener);
  const onLoad = (): void => scan();
  realm.onAttend(() => listen(scope.document, 'load', onLoad, true));
  replace(ElementType, 'attachShadow', (native, self, args) => {
    const root = apply(native, self, args);
    watch(root);
    listen(root, 'load', onLoad, true);
    return root;
  });
  scan();

  return { attributes, scan, get, set: put };
};
