import fc from 'fast-check';
import type { Api } from '../description/api.js';
import { asText, at, isObject, type Json, type JsonObject } from '../description/json.js';

const MOST_DEPTH = 6;
const MOST_ITEMS = 3;
const MOST_LENGTH = 40;
const ANY: fc.Arbitrary<Json> = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant([]),
  fc.constant({ type: 'text', text: 'Patient Jane Doe is here.' }),
);

/** Values that a schema of the description allows; its example, where it has one, is among them. */
export function fromSchema(api: Api, schema: Json | undefined, depth = 0): fc.Arbitrary<Json> {
  const found = api.resolved(schema);
  const made = bySchema(api, found, depth);
  const example = at(found, 'example');
  return example === undefined ? made : fc.oneof(fc.constant(example), made);
}

function bySchema(api: Api, schema: JsonObject, depth: number): fc.Arbitrary<Json> {
  const { enum: choices, const: only, oneOf, anyOf, allOf, type } = schema;
  if (Array.isArray(choices)) return fc.constantFrom(...(choices as readonly Json[]));
  if (only !== undefined) return fc.constant(only);
  for (const ways of [oneOf, anyOf]) {
    if (Array.isArray(ways)) return fc.oneof(...(ways as readonly Json[]).map((way) => fromSchema(api, way, depth)));
  }
  if (Array.isArray(allOf)) {
    const parts = (allOf as readonly Json[]).map((part) => fromSchema(api, part, depth));
    return fc.tuple(...parts).map((values) => (values.length === 1 ? (values[0] ?? null) : merged(values)));
  }
  if (Array.isArray(type)) {
    return fc.oneof(...(type as readonly Json[]).map((each) => bySchema(api, { ...schema, type: each }, depth)));
  }
  if (type === 'object') return objectOf(api, schema, depth);
  if (type === 'array') {
    const limits = { minLength: Number(schema['minItems'] ?? 0), maxLength: MOST_ITEMS };
    if (depth > MOST_DEPTH) return fc.constant([]);
    return fc.array(fromSchema(api, schema['items'], depth + 1), limits);
  }
  return scalar(schema, type);
}

const merged = (values: readonly Json[]): Json => Object.assign({}, ...values.filter(isObject)) as Json;

function objectOf(api: Api, schema: JsonObject, depth: number): fc.Arbitrary<Json> {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? (schema['required'] as readonly Json[]) : [];
  const names = Object.keys(properties).filter((name) => required.includes(name) || depth < MOST_DEPTH);
  const fields = names.map((name) => {
    const value = fromSchema(api, properties[name], depth + 1);
    const absent = fc.constant(undefined);
    return required.includes(name)
      ? value
      : fc.oneof({ weight: 3, arbitrary: absent }, { weight: 2, arbitrary: value });
  });
  const extra = schema['additionalProperties'];
  const rest =
    isObject(extra) && depth < MOST_DEPTH
      ? fc.dictionary(fc.string(), fromSchema(api, extra, depth + 1), { maxKeys: 2 })
      : fc.constant({});
  return fc.tuple(fc.tuple(...fields), rest).map(([values, open]) => {
    const pairs = names.map((name, place) => [name, values[place]] as const);
    return { ...open, ...Object.fromEntries(pairs.filter((pair): pair is [string, Json] => pair[1] !== undefined)) };
  });
}

function scalar(schema: JsonObject, type: Json | undefined): fc.Arbitrary<Json> {
  switch (asText(type)) {
    case 'string':
      return text(schema);
    case 'integer': {
      const min = Number(schema['minimum'] ?? -1000);
      return fc.integer({ min, max: Math.max(min, Number(schema['maximum'] ?? 1_000_000)) });
    }
    case 'number':
      return fc
        .integer({ min: 0, max: 100 })
        .map((part) => between(Number(schema['minimum'] ?? -10), Number(schema['maximum'] ?? 10), part / 100));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return ANY;
  }
}

const between = (from: number, to: number, part: number): number => from + (to - from) * part;

function text(schema: JsonObject): fc.Arbitrary<Json> {
  const minLength = Number(schema['minLength'] ?? 0);
  const maxLength = Math.max(minLength, Math.min(MOST_LENGTH, Number(schema['maxLength'] ?? MOST_LENGTH)));
  const { format, pattern } = schema;
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time') return moment;
  if (format === 'date') return moment.map((each) => each.slice(0, 10));
  if (typeof pattern === 'string') return matching(pattern);
  return fc.oneof(
    fc.string({ minLength, maxLength }),
    fc.string({ minLength, maxLength, unit: 'grapheme' }),
    fc.string({ minLength, maxLength, unit: 'binary' }),
  );
}

const moment = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** Texts of a pattern; where it looks ahead, which fast-check does not make, any text. */
function matching(pattern: string): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern), { size: 'small' });
  } catch {
    return fc.string();
  }
}
