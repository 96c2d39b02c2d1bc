import { asText, at, isObject, type Json, type JsonObject } from '../description/json.js';

/**
 * A description in which objects have the fields that are named and no others, so that a field that nobody described is
 * found. Where a schema is put together from several, or says itself what else there may be, it stays as it is.
 */
export function closed(document: JsonObject): JsonObject {
  const parts = new Set(referredInParts(document));
  const made = closedIn(document, parts, '#');
  return isObject(made) ? made : document;
}

function closedIn(value: Json, parts: ReadonlySet<string>, place: string): Json {
  if (Array.isArray(value))
    return (value as readonly Json[]).map((each, index) => closedIn(each, parts, `${place}/${index}`));
  if (!isObject(value)) return value;
  const fields = Object.entries(value).map(
    ([name, each]) => [name, closedIn(each, parts, `${place}/${name}`)] as const,
  );
  const open =
    parts.has(place) ||
    /\/(allOf|anyOf|oneOf)\/\d+$/.test(place) ||
    'additionalProperties' in value ||
    'allOf' in value;
  const isSchema = value['type'] === 'object' && isObject(value['properties']);
  return { ...Object.fromEntries(fields), ...(isSchema && !open && { additionalProperties: false }) };
}

/** What is one part of several of a schema. */
function referredInParts(value: Json): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const parts = at(value, 'allOf');
  const named =
    Array.isArray(parts) && parts.length > 1 ? (parts as readonly Json[]).map((part) => asText(at(part, '$ref'))) : [];
  return [...named, ...Object.values(value as Record<string, Json>).flatMap(referredInParts)];
}
