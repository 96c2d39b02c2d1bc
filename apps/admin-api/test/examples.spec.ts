import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startAdministration, type Administration } from './administration.js';

jest.setTimeout(180_000);

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly example?: string;
  readonly schema: { readonly example?: string };
}
interface Operation {
  readonly parameters?: readonly Parameter[];
}
const OPENAPI: { readonly paths: Readonly<Record<string, { readonly get?: Operation }>> } = JSON.parse(
  readFileSync(fileURLToPath(new URL('../openapi.json', import.meta.url)), 'utf8'),
);

/** Lists and reports as the page of the documentation asks for them: with the example of each parameter that has one. */
const ASKED = Object.entries(OPENAPI.paths).flatMap(([path, { get }]): string[] => {
  const filled = (get?.parameters ?? []).flatMap(
    ({ name, in: place, schema, example = schema.example }): [string, string][] =>
      place === 'query' && example !== undefined ? [[name, example]] : [],
  );
  return filled.length > 0 ? [`${path}?${new URLSearchParams(filled).toString()}`] : [];
});

let administration: Administration;
beforeAll(async () => {
  administration = await startAdministration();
});
afterAll(() => administration.close());

describe('the examples of the parameters in the OpenAPI file', () => {
  it.each(ASKED)('go together in %s', async (asked) => {
    const path = asked.replace('{tenantId}', administration.gateway.clinic.id);
    const { status, text } = await administration.call('GET', path, { as: administration.root });
    expect([status, text]).toEqual([200, expect.any(String)]);
  });
});
