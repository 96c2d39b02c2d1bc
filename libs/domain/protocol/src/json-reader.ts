import type { Json } from './chat-request.js';

/** Readers of a provider's JSON, which may hold anything: each answers a value of the type, or undefined. */
export type Fields = Readonly<Record<string, unknown>>;

export const asFields = (value: unknown): Fields | undefined => (isFields(value) ? value : undefined);

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** A whole number from 0 on: counts and indices. */
export const asCount = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

/** Anything that came out of JSON.parse, or undefined. */
export const asJson = (value: unknown): Json | undefined => (isJson(value) ? value : undefined);

const isJson = (value: unknown): value is Json =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (Array.isArray(value) ? value.every(isJson) : isFields(value) && Object.values(value).every(isJson));
