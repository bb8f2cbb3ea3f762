// What a request carries, without the fields that may not leave.
import { bare, find, indexOf, isArray, ownKeys, parseJson, self, startsWith, trim, uncurry, type Any } from './natives';
import { mayLeave, stripPairs, type Fields } from './rules';

const stringify = JSON.stringify;
const toText = uncurry(Object.prototype.toString);
const NativeFormData = self.FormData;
const NativeParams = URLSearchParams;
const paramsText = uncurry(URLSearchParams.prototype.toString);
const entriesOf = NativeFormData && uncurry(NativeFormData.prototype.entries);
const append = NativeFormData && uncurry(NativeFormData.prototype.append);
const next = NativeFormData && uncurry(Object.getPrototypeOf(new NativeFormData().entries()).next);

/** Given for a body that can't be taken apart, and so may not leave. */
export const NOTHING = bare();

/** A JSON value without the fields that may not leave: those of an object, or of each object in a list. */
const stripValue = (value: Any, fields: Fields, top: boolean): Any => {
  if (value === null || typeof value !== 'object') return top ? NOTHING : value;
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      value[i] = stripValue(value[i], fields, top);
      if (value[i] === NOTHING) return NOTHING;
    }
    return value;
  }
  const names = ownKeys(value) as string[];
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    if (!mayLeave(fields, name)) delete value[name];
    else if (!fields.only) stripValue(value[name], fields, false);
  }
  return value;
};

export const stripText = (text: string, fields: Fields): Any => {
  const start = trim(text);
  if (!start) return text;
  if (startsWith(start, '{') || startsWith(start, '[')) {
    try {
      const value = stripValue(parseJson(start), fields, true);
      return value === NOTHING ? NOTHING : stringify(value);
    } catch {
      return NOTHING;
    }
  }
  return indexOf(start, '=') > 0 && !find(/[\s{}<>"]/, start) ? stripPairs(text, fields) : NOTHING;
};

/** A body of any kind that a page can give without the fields that may not leave, or {@link NOTHING}. */
export const stripBody = (body: Any, fields: Fields): Any => {
  if (body === null || body === undefined) return body;
  if (typeof body === 'string') return stripText(body, fields);
  const tag = toText(body);
  if (tag === '[object URLSearchParams]') {
    try {
      return new NativeParams(stripPairs(paramsText(body), fields));
    } catch {
      return NOTHING;
    }
  }
  if (tag === '[object FormData]') {
    try {
      const kept = new NativeFormData();
      const all = entriesOf(body);
      for (let step; !(step = next(all)).done; ) {
        if (mayLeave(fields, step.value[0])) append(kept, step.value[0], step.value[1]);
      }
      return kept;
    } catch {
      return NOTHING;
    }
  }
  return NOTHING;
};
