/** A value from outside that cannot be used: names the field and what is expected, never the value. */
export class InvalidInput extends Error {
  constructor(
    readonly field: string,
    readonly expected: string,
  ) {
    super(`${field}: expected ${expected}`);
    this.name = 'InvalidInput';
  }
}

/** Reads an absent (undefined or null) or integer value within `min` and `max`. */
export function optionalInteger(field: string, value: unknown, min: number, max: number): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new InvalidInput(field, `an integer from ${min} to ${max}`);
}
