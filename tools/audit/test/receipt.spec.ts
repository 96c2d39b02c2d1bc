import { startAdminApi } from '@radiant/admin-api';
import { Log, readEnvironment } from '@radiant/nest-kit';
import { MODEL, startGateway, type Gateway } from '@radiant/public-api/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { until } from '@radiant/embedded/testing';
import { readCommand } from '../src/options.js';
import { receiptReport } from '../src/receipt/receipt-report.js';
import { verifyReceipt, type VerifiedReceipt } from '../src/receipt/verify-receipt.js';
import { temporaryFolders } from './world.js';

jest.setTimeout(180_000);

const folders = temporaryFolders();
const silent = new Writable({ write: (_chunk, _encoding, done) => done() });

let gateway: Gateway;
/** An answer with a checkpoint behind it. */
let answer: string;
/** Of a call that was answered with what the first one was told. */
let kept: string;
/** As it was before its row was chained. */
let early: string;
let checkpoints: string;

beforeAll(async () => {
  gateway = await startGateway();
  await gateway.sql(`update tenants set settings = settings || '{"cache": {"enabled": true, "ttl_seconds": 600}}'`);
  const call = async (): Promise<string> => {
    const response = await gateway.send('/v1/chat/completions', {
      method: 'POST',
      body: JSON.stringify({
        model: MODEL,
        messages: [{ role: 'user', content: 'Patient Jane Doe, SSN 219-09-9999' }],
      }),
    });
    expect(response.status).toBe(200);
    return response.headers.get('x-request-id') ?? '';
  };
  const read = async (id: string): Promise<string> => (await gateway.send(`/api/v2/receipts/${id}`)).text();
  const id = await call();
  const keptId = await call();
  early = await read(id);
  answer = await until(
    () => read(id),
    (text) => JSON.parse(text).data.receipt.sequence !== null,
  );
  const environment = readEnvironment({ ...gateway.variables, DATABASE_URL: gateway.adminDatabaseUrl });
  const administration = await startAdminApi(environment, new Log('test', 'error', silent));
  await administration.close(); // signs what there is
  answer = await read(id);
  kept = await read(keptId);
  checkpoints = folders.next();
  cpSync(path.join(gateway.directory, 'audit', 'checkpoints'), checkpoints, { recursive: true });
});
afterAll(async () => {
  await gateway.close();
  folders.remove();
});

function verified(text: string, against = checkpoints): Promise<VerifiedReceipt> {
  const file = folders.next();
  writeFileSync(file, text);
  return verifyReceipt(file, against);
}

type Step = string | number;

/** The way to every value within `value` that is no object or list. */
const leaves = (value: unknown, way: readonly Step[] = []): (readonly Step[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, part]) => leaves(part, [...way, name]))
    : [way];

/** The answer with one value changed a little. */
function altered(way: readonly Step[]): string {
  const whole = JSON.parse(answer);
  let holder = whole;
  for (const step of way.slice(0, -1)) holder = holder[step];
  const last = way.at(-1) ?? '';
  holder[last] = other(holder[last]);
  return JSON.stringify(whole);
}

function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string') return 'x';
  return `${value.slice(0, -2)}${value.at(-2) === '1' ? '2' : '1'}${value.slice(-1)}`;
}

describe('a receipt that was saved', () => {
  it('is proven by the checkpoints that were exported, and names who signed', async () => {
    for (const text of [answer, JSON.stringify(JSON.parse(answer).data, null, 2)]) {
      const found = await verified(text);
      expect(found).toMatchObject({ findings: [], receipt: { categories: { NAME: 1, SSN: 1 }, exposed: {} } });
      expect(found.coveredBy?.sequence).toBeGreaterThanOrEqual(found.sequence ?? Infinity);
      const report = receiptReport(found);
      expect(report).toContain('Hidden       NAME 1, SSN 1');
      expect(report).toContain(`signed at`);
      expect(report).toContain('Nothing is wrong.');
      expect(report).not.toMatch(/Jane|219-09/);
    }
  });

  it('is proven of a kept answer too, for which nothing left', async () => {
    const found = await verified(kept);
    expect(found).toMatchObject({ findings: [], receipt: { outcome: 'cached' } });
    expect(receiptReport(found)).toContain('Went nowhere A kept answer of');
    expect(receiptReport(found)).toContain('Nothing is wrong.');
  });

  it('is not believed when any value of it is changed', async () => {
    const { data } = JSON.parse(answer);
    const ways = leaves(data, ['data']);
    expect(ways.length).toBeGreaterThan(50);
    for (const way of ways) {
      const outcome = await verified(altered(way)).then(
        ({ findings }) => findings.length,
        () => 1,
      );
      expect([way.join('.'), outcome > 0]).toEqual([way.join('.'), true]);
    }
  });

  it('is not believed with a fact more, or with one that was left out', async () => {
    const { data } = JSON.parse(answer);
    const more = { ...data, receipt: { ...data.receipt, approvedBy: 'grace' } };
    await expect(verified(JSON.stringify(more))).rejects.toThrow('is no answer of GET /api/v2/receipts/{requestId}');
    const less = { ...data.receipt, exposed: undefined };
    await expect(verified(JSON.stringify({ ...data, receipt: less }))).rejects.toThrow('is no answer');
    const uncounted = { ...data, receipt: { ...data.receipt, categories: {} } };
    expect((await verified(JSON.stringify(uncounted))).findings).toEqual(['a fact is not the one that was recorded']);
  });

  it('is not proven before something was signed behind it, and it says so', async () => {
    const { findings, coveredBy } = await verified(early);
    expect(coveredBy).toBeUndefined();
    expect(findings).toEqual([expect.stringMatching(/read it again/)]);
  });

  it('is not proven by keys of somebody else, nor by no keys', async () => {
    const foreign = folders.next();
    mkdirSync(foreign);
    expect((await verified(answer, foreign)).findings).toEqual([
      'public keys: the file is not there',
      'no known key signed its checkpoint',
      expect.stringMatching(/^no signed checkpoint covers it/),
    ]);
    cpSync(checkpoints, foreign, { recursive: true });
    const keys = path.join(foreign, 'public-keys.json');
    writeFileSync(keys, readFileSync(keys, 'utf8').replace(/[A-Za-z0-9+/]{4}(=?=?\\n-----END)/, 'AAAA$1'));
    expect((await verified(answer, foreign)).findings).toContain('no known key signed its checkpoint');
    rmSync(keys);
  });

  it('does not agree with another checkpoint of the same place', async () => {
    const { data } = JSON.parse(answer);
    const { checkpoint } = data.receipt;
    const cut = { ...data, receipt: { ...data.receipt, checkpoint: null } };
    expect((await verified(JSON.stringify(cut))).findings).toEqual([]); // that of the folder will do
    const links = data.proof.links.filter(({ sequence }: { sequence: number }) => sequence < checkpoint.sequence);
    const short = { receipt: cut.receipt, proof: { ...data.proof, links } };
    expect((await verified(JSON.stringify(short))).findings).toEqual([expect.stringMatching(/^no signed checkpoint/)]);
  });
});

describe('the command', () => {
  it('needs one file and a folder', () => {
    expect(readCommand(['receipt', 'r.json', '--checkpoints', 'folder'])).toEqual({
      name: 'receipt',
      file: 'r.json',
      checkpoints: 'folder',
    });
    for (const args of [[], ['r.json'], ['r.json', 's.json', '--checkpoints', 'x'], ['r.json', '--checkpoints', '']]) {
      expect(() => readCommand(['receipt', ...args])).toThrow(/npm run receipt:verify/);
    }
  });
});
