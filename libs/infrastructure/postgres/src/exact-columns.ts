import type { ValueTransformer } from 'typeorm';

/** BIGINT as bigint: amounts are never a float. */
export const asBigInt: ValueTransformer = {
  from: (value: string | null) => (value === null ? null : BigInt(value)),
  to: (value: bigint | null) => (value === null ? null : value.toString()),
};

/** BIGINT that counts something, as a number. */
export const asCount: ValueTransformer = {
  from: (value: string | null) => (value === null ? null : Number(value)),
  to: (value: number | null) => value,
};
