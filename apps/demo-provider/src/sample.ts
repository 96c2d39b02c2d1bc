import { isObject, type JsonObject } from './json.js';

/** Deeper parts of a schema (also of one that refers to itself) are answered with null. */
const MAX_DEPTH = 12;

/**
 * A small value that follows a JSON schema: every declared property, one item per array, the first of `enum` and
 * `anyOf`; `nextText` is asked for each string. Formats, patterns and string lengths are not looked at.
 */
export function sample(schema: JsonObject, nextText: () => string): unknown {
  return sampleAt(schema, schema, nextText, 0);
}

function sampleAt(schema: unknown, root: JsonObject, nextText: () => string, depth: number): unknown {
  if (!isObject(schema) || depth > MAX_DEPTH) return null;
  const inner = (part: unknown): unknown => sampleAt(part, root, nextText, depth + 1);
  if (typeof schema['$ref'] === 'string') return inner(resolve(schema['$ref'], root));
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  const options = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(options)) return inner(options[0]);
  switch (Array.isArray(schema['type']) ? schema['type'][0] : schema['type']) {
    case 'string':
      return nextText();
    case 'number':
    case 'integer':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 0;
    case 'boolean':
      return true;
    case 'array': {
      const length = typeof schema['minItems'] === 'number' ? schema['minItems'] : 1;
      return Array.from({ length: Math.min(length, 100) }, () => inner(schema['items']));
    }
    case 'null':
      return null;
    default:
      return sampleProperties(schema['properties'], inner);
  }
}

function sampleProperties(properties: unknown, inner: (part: unknown) => unknown): JsonObject {
  if (!isObject(properties)) return {};
  return Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, inner(part)]));
}

/** Follows a reference inside the same schema, such as `#/$defs/person`. */
function resolve(reference: string, root: JsonObject): unknown {
  const path = reference.replace(/^#\/?/, '').split('/').filter(Boolean);
  return path.reduce<unknown>((part, name) => (isObject(part) ? part[name] : undefined), root);
}
