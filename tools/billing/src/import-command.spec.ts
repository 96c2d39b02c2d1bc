import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importPrices } from './import-command.js';

const FILE = { 'gpt-4o': { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: 3e-6 } };
const IMPORT = {
  id: '11111111-1111-4111-8111-111111111111',
  new: 0,
  changed: 1,
  unknown: 1,
  unchanged: 36,
  unlisted: 2_900,
  proposals: [
    { modelId: 'openai/gpt-4.1', change: 'unknown', unknown: 'zero', differences: [] },
    {
      modelId: 'openai/gpt-4o',
      change: 'changed',
      unknown: null,
      differences: [
        { component: 'input_tokens', aboveInputTokens: 0, before: '2.5', after: '3', percent: '20.00' },
        { component: 'output_tokens', aboveInputTokens: 200_000, before: null, after: '15', percent: null },
      ],
    },
  ],
};

let server: Server;
let url: string;
let directory: string;
let status = 201;
let asked: { readonly token: string | undefined; readonly body: unknown } | undefined;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'radiant-prices-'));
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request
      .on('data', (part: Buffer) => parts.push(part))
      .once('end', () => {
        asked = { token: request.headers.authorization, body: JSON.parse(Buffer.concat(parts).toString()) };
        response.statusCode = status;
        response.end(
          JSON.stringify(status === 201 ? { data: { priceImport: IMPORT } } : { error: { message: 'not for you' } }),
        );
      });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

const written = (name: string, bytes: string | Buffer): string => {
  const file = path.join(directory, name);
  writeFileSync(file, bytes);
  return file;
};

describe('prices:import', () => {
  it.each([
    ['plain', JSON.stringify(FILE)],
    ['zipped', gzipSync(JSON.stringify(FILE))],
  ])('brings a %s file and prints what would change and how to decide', async (_, bytes) => {
    status = 201;
    const printed = await importPrices(written('prices.json', bytes), { url, token: 'secret' });
    expect(asked).toEqual({ token: 'Bearer secret', body: { source: 'prices.json', file: FILE } });
    expect(printed.split('\n')).toEqual([
      'openai/gpt-4.1: unknown, the file says zero',
      'openai/gpt-4o: changed',
      '  input_tokens: 2.5 -> 3 (+20.00 %)',
      '  output_tokens above 200000: none -> 15',
      '0 new, 1 changed, 1 unknown, 36 unchanged; 2900 entries are about no model of the registry',
      expect.stringContaining(`POST ${url}/api/v2/price-imports/${IMPORT.id}/decision {"decision": "approve"}`),
      '',
    ]);
  });

  it('says what is wrong with the file, the answer or the address', async () => {
    await expect(importPrices(written('bad.json', '{'), { url, token: '' })).rejects.toThrow("can't be read as JSON");
    await expect(importPrices(path.join(directory, 'none'), { url, token: '' })).rejects.toThrow("can't be read");
    status = 403;
    const good = written('good.json', JSON.stringify(FILE));
    await expect(importPrices(good, { url, token: '' })).rejects.toThrow('refused the file (403): not for you');
    await expect(importPrices(good, { url: 'http://127.0.0.1:1', token: '' })).rejects.toThrow('does not answer');
  });
});
