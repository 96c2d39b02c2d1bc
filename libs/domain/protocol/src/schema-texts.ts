import type { Json, JsonObject } from './chat-request.js';
import type { Destination, SlotEscaping, Visit } from './text-slot.js';

/** Keywords of JSON Schema (2020-12 and draft 7) by what their value is; a key that is none of them is the caller's. */
const TEXT = ['$comment', 'title', 'description', 'contentEncoding', 'contentMediaType', 'format', 'pattern'];
const IDENTIFIERS = ['$ref', '$dynamicRef', '$id', '$anchor', '$dynamicAnchor', 'required'];
const DATA = ['default', 'const', 'enum', 'example', 'examples'];
/** Objects whose keys the caller chose. */
const MAPS = ['properties', '$defs', 'definitions', 'patternProperties', 'dependentSchemas', 'dependencies'];
const LISTS = ['dependentRequired'];
const SCHEMAS = [
  ...['additionalProperties', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'items', 'prefixItems'],
  ...['additionalItems', 'contains', 'propertyNames', 'unevaluatedItems', 'unevaluatedProperties', 'contentSchema'],
];
const BARE = [
  ...['type', '$schema', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength'],
  ...['maxLength', 'minItems', 'maxItems', 'uniqueItems', 'minContains', 'maxContains', 'minProperties'],
  ...['maxProperties', 'deprecated', 'readOnly', 'writeOnly', 'nullable'],
];
type Kind = 'text' | 'identifier' | 'data' | 'map' | 'list' | 'schema' | 'bare';
const KINDS: ReadonlyMap<string, Kind> = new Map(
  (
    [
      ['text', TEXT],
      ['identifier', IDENTIFIERS],
      ['data', DATA],
      ['map', MAPS],
      ['list', LISTS],
      ['schema', SCHEMAS],
      ['bare', BARE],
    ] as const
  ).flatMap(([kind, keys]) => keys.map((key): [string, Kind] => [key, kind])),
);

/** Words of the grammar itself. */
const WORDS: ReadonlySet<string> = new Set([
  ...['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'],
  ...['http://json-schema.org/draft-07/schema#', 'https://json-schema.org/draft/2020-12/schema'],
]);
/** Numbers with fewer digits identify nobody. */
const IDENTIFYING = 10_000;
/** A value with as many digits may be a number that its key alone tells; a word, as of an enumeration, is a choice. */
const NUMBER = /^(?=.{5,300}$)(?:\D*\d){5}/;

/** The schema with every text of it visited: values, and the keys that are not JSON Schema's own. */
export function mapSchema(schema: JsonObject, path: string, destination: Destination, visit: Visit): JsonObject {
  return new SchemaTexts(destination, visit).schema(schema, path);
}

/** Any JSON with every text of it visited: values, and all keys. */
export const mapJson = (value: Json, path: string, destination: Destination, visit: Visit): Json =>
  new SchemaTexts(destination, visit).data(value, path);

class SchemaTexts {
  constructor(
    private readonly destination: Destination,
    private readonly visit: Visit,
  ) {}

  /** @param name the property that the schema is of. */
  schema(schema: JsonObject, path: string, name?: string): JsonObject {
    return Object.fromEntries(
      Object.entries(schema).map(([key, value]) => {
        const kind = KINDS.get(key);
        const at = `${path}.${key}`;
        return [kind ? key : this.at(at, 'identifier', key), this.value(kind ?? 'data', value, at, kind ? name : key)];
      }),
    );
  }

  private value(kind: Kind, value: Json, at: string, name: string | undefined): Json {
    switch (kind) {
      case 'text':
        return this.texts(value, at, 'none');
      case 'identifier':
        return this.texts(value, at, 'identifier');
      case 'data':
        return this.data(value, at, name);
      case 'bare':
        return this.bare(value, at);
      case 'map':
        return isObject(value)
          ? this.keyed(value, at, (each, place, key) => this.subschema(each, place, key))
          : this.data(value, at);
      case 'list':
        return isObject(value)
          ? this.keyed(value, at, (each, place) => this.texts(each, place, 'identifier'))
          : this.data(value, at);
      case 'schema':
        return this.subschema(value, at, name);
    }
  }

  private subschema(value: Json, at: string, name: string | undefined): Json {
    if (isList(value)) return value.map((each, i) => this.subschema(each, `${at}[${i}]`, name));
    if (isObject(value)) return this.schema(value, at, name);
    return typeof value === 'string' ? this.at(at, 'identifier', value) : value; // a name in `dependencies`
  }

  /**
   * Any JSON. A number long enough to identify somebody is read as text, and stays one unless it is hidden.
   * @param key under which it stands.
   */
  data(value: Json, at: string, key?: string): Json {
    if (typeof value === 'string') return this.at(at, 'none', value, key);
    if (typeof value === 'number' && Math.abs(value) >= IDENTIFYING) {
      const text = String(value);
      const visited = this.at(at, 'none', text, key);
      return visited === text ? value : visited;
    }
    if (isList(value)) return value.map((each, i) => this.data(each, `${at}[${i}]`, key));
    return isObject(value) ? this.keyed(value, at, (each, place, own) => this.data(each, place, own)) : value;
  }

  private bare(value: Json, at: string): Json {
    if (typeof value === 'string') return WORDS.has(value) ? value : this.at(at, 'none', value);
    if (isList(value)) return value.map((each, i) => this.bare(each, `${at}[${i}]`));
    return isObject(value) ? this.data(value, at) : value;
  }

  private texts(value: Json, at: string, escaping: SlotEscaping): Json {
    if (typeof value === 'string') return this.at(at, escaping, value);
    if (isList(value)) return value.map((each, i) => this.texts(each, `${at}[${i}]`, escaping));
    return this.data(value, at);
  }

  private keyed(object: JsonObject, path: string, map: (value: Json, at: string, key: string) => Json): JsonObject {
    return Object.fromEntries(
      Object.entries(object).map(([key, value]) => {
        const at = `${path}.${key}`;
        return [this.at(at, 'identifier', key), map(value, at, key)];
      }),
    );
  }

  private at(path: string, escaping: SlotEscaping, text: string, key?: string): string {
    const told = key !== undefined && NUMBER.test(text) ? key : undefined;
    return this.visit({ path, role: undefined, destination: this.destination, escaping, text, key: told });
  }
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
