import type { AuditDetails, Instant } from '@radiant/kernel';

/** What is told of a thing, by the API's names of its fields. Never a secret, a hash, an address or a reason. */
export type Told = Readonly<Record<string, unknown>>;

type Scalar = string | number | boolean | null;

/** What changed: `before.<field>` and `after.<field>` of each field that differs, nested ones with dots. */
export function changed(before: Told, after: Told): AuditDetails {
  const earlier = flat(before);
  const later = flat(after);
  const details: Record<string, Scalar> = {};
  for (const field of new Set([...earlier.keys(), ...later.keys()])) {
    if (earlier.get(field) === later.get(field)) continue;
    details[`before.${field}`] = earlier.get(field) ?? null;
    details[`after.${field}`] = later.get(field) ?? null;
  }
  return details;
}

/** What a new thing is: `after.<field>` of each field that has a value. */
export const created = (after: Told): AuditDetails =>
  Object.fromEntries([...flat(after)].map(([field, value]) => [`after.${field}`, value]));

/** ISO 8601, as people read it. */
export const moment = (instant: Instant | undefined): string | undefined =>
  instant === undefined ? undefined : new Date(instant).toISOString();

function flat(told: Told): Map<string, Scalar> {
  const fields = new Map<string, Scalar>();
  for (const [name, value] of Object.entries(told)) flatten(name, value, fields);
  return fields;
}

function flatten(name: string, value: unknown, into: Map<string, Scalar>): void {
  if (isScalar(value)) into.set(name, value);
  else if (Array.isArray(value) && value.every(isScalar)) into.set(name, value.join(', '));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) flatten(`${name}.${key}`, part, into);
  }
}

const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);
