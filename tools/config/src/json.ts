export type Json = null | boolean | number | string | readonly Json[] | Fields;
export interface Fields {
  readonly [name: string]: Json | undefined;
}

/** What is wrong with the files, the address or what the API refused, in words for whoever called the tool. */
export class ConfigError extends Error {}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws ConfigError unless it is an object. */
export function fieldsOf(value: unknown, what: string): Fields {
  if (!isFields(value)) throw new ConfigError(`${what} must be an object`);
  return value;
}

/** @throws ConfigError unless it is a list of objects. */
export function listOf(value: unknown, what: string): readonly Fields[] {
  if (!Array.isArray(value)) throw new ConfigError(`${what} must be a list`);
  return value.map((item) => fieldsOf(item, `each of ${what}`));
}

/** @throws ConfigError unless it is a text or a number. */
export function textOf(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return value.toString();
  throw new ConfigError(`${what} must be a text`);
}

/** One text for one value, in whatever order its fields stand. */
export function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isFields(value)) return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`).join(',')}}`;
}

/** Every leaf that differs: `- name: before` and `+ name: after`. */
export function differences(name: string, before: Json | undefined, after: Json | undefined): readonly string[] {
  if (canonical(before) === canonical(after)) return [];
  if (isFields(before) && isFields(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((field) =>
      differences(name === '' ? field : `${name}.${field}`, before[field], after[field]),
    );
  }
  return [
    ...(before === undefined ? [] : [`- ${name}: ${JSON.stringify(before)}`]),
    ...(after === undefined ? [] : [`+ ${name}: ${JSON.stringify(after)}`]),
  ];
}
