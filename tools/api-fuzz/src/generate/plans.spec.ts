import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Api } from '../description/api.js';
import { plansOf } from './plans.js';
import { Document } from './request.js';

const WORKSPACE = path.resolve(import.meta.dirname, '../../../..');
const APIS = (['public-api', 'admin-api'] as const).map((name) =>
  Api.read(name, path.join(WORKSPACE, 'apps', name, 'openapi.json')),
);
const operations = APIS.flatMap((api) => api.operations);

describe('the requests of an operation', () => {
  it('can be made for every operation of both descriptions, of every kind, and the same for a seed', () => {
    expect(operations.length).toBeGreaterThan(130);
    const kinds = new Set<string>();
    for (const [seed, operation] of operations.entries()) {
      const plans = plansOf(operation);
      const [once = [], again] = [1, 2].map(() => fc.sample(plans, { seed, numRuns: 4 }));
      expect(JSON.stringify(once) === JSON.stringify(again)).toBe(true);
      for (const { kind } of once) kinds.add(kind);
    }
    expect(kinds).toEqual(new Set(['valid', 'near', 'hostile']));
  });

  it('hold prototype keys, lone surrogates, NUL, deep nesting, broken JSON, other types and other methods', () => {
    const chat = operations.find(({ name }) => name === 'POST /v1/chat/completions');
    if (!chat) throw new Error('the description has no chat');
    const plans = fc.sample(plansOf(chat), { seed: 1, numRuns: 1_000 });
    const bodies = plans.map(({ body }) => (body instanceof Document ? String(body.bytes) : JSON.stringify(body)));
    for (const sign of [
      '"__proto__":',
      '\\ud800',
      '\\u0000',
      '\0',
      '[[[[[[[[[[',
      '{"a":{"a":{"a":',
      'a'.repeat(70_000),
    ]) {
      expect(bodies.some((body) => body?.includes(sign))).toBe(true);
    }
    const isJson = (text: string | undefined): boolean => {
      try {
        return JSON.parse(text ?? '') !== undefined;
      } catch {
        return false;
      }
    };
    expect(bodies.some((body) => !isJson(body))).toBe(true);
    const headers = plans.flatMap((plan) => plan.headers);
    expect(headers.some(([name, value]) => name === 'content-type' && value.includes('xml'))).toBe(true);
    expect(plans.some((plan) => new Set(plan.headers.map(([name]) => name)).size < plan.headers.length)).toBe(true);
    expect(plans.some(({ method }) => method === 'TRACE')).toBe(true);
    expect(plans.some(({ query }) => query.length > 8_000)).toBe(true);
  });
});
