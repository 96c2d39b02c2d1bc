import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { report } from '../src/verify/report.js';
import { verify } from '../src/verify/verify.js';
import { NOON } from '@radiant/audit/testing';
import { openWorld, temporaryFolders, TENANT } from './world.js';

jest.setTimeout(180_000); // a thousand verifications

const ROWS = 200;
const DAY_MS = 86_400_000;
const folders = temporaryFolders();
const FILES = [
  'README.txt',
  'access-review.csv',
  'audit.jsonl',
  'checkpoints.jsonl',
  'manifest.json',
  'period.csv',
  'public-keys.json',
  'verification.json',
];

let world: Awaited<ReturnType<typeof openWorld>>;
let bundle: string;
beforeAll(async () => {
  world = await openWorld(folders.next());
  await world.happened(ROWS);
  bundle = folders.next();
  await world.evidence(bundle, { from: NOON + DAY_MS, to: NOON + 2 * DAY_MS });
});
afterAll(async () => {
  await world.close();
  folders.remove();
});

const copy = (): string => {
  const directory = folders.next();
  cpSync(bundle, directory, { recursive: true });
  return directory;
};
const linesOf = (directory: string): string[] =>
  readFileSync(path.join(directory, 'audit.jsonl'), 'utf8').trimEnd().split('\n');
const named = async (directory: string): Promise<ReadonlySet<string>> =>
  new Set((await verify(directory)).findings.map(({ file }) => file));

describe('a bundle of evidence', () => {
  it('holds what was asked for, for its owner alone', () => {
    expect(readdirSync(bundle).sort()).toEqual(FILES);
    expect(statSync(bundle).mode & 0o777).toBe(0o700);
    for (const name of FILES) expect(statSync(path.join(bundle, name)).mode & 0o777).toBe(0o600);
    const rows = linesOf(bundle).map((line): { sequence: number; content: { action: string }; opened: object } =>
      JSON.parse(line),
    );
    expect(rows.map(({ sequence }) => sequence)).toEqual(Array.from({ length: ROWS + 2 }, (_, n) => n + 1));
    expect(rows.slice(-2).map(({ content }) => content.action)).toEqual(['evidence.export', 'access_review.export']);
    expect(rows[0]?.opened).toEqual({
      ip: '192.0.2.7',
      userAgent: 'openai-node/5',
      details: { restored: true, mapping: null },
    });
    const period = readFileSync(path.join(bundle, 'period.csv'), 'utf8').trimEnd().split('\r\n');
    expect(period).toHaveLength(1 + 24);
    expect(readFileSync(path.join(bundle, 'access-review.csv'), 'utf8')).toMatch(/^kind,id,holder/);
  });

  it('tells in its last rows who wrote it', () => {
    const row: unknown = JSON.parse(linesOf(bundle).at(-1) ?? '');
    expect(row).toMatchObject({ content: { adminId: 'cli:grace-h.', crossTenant: false, actorKind: 'admin' } });
  });

  it('verifies with nothing else, wherever it is', async () => {
    const moved = folders.next();
    cpSync(bundle, moved, { recursive: true });
    expect(await verify(moved)).toMatchObject({
      findingCount: 0,
      chain: { tenantId: TENANT, rows: ROWS + 2, last: { sequence: ROWS + 2 } },
      files: FILES.length - 1,
    });
  });

  it('verifies with the keys that the gateway keeps, and not with another gateway’s', async () => {
    const kept = path.join(world.variables.RADIANT_DATA_DIR, 'audit', 'checkpoints');
    expect((await verify(bundle, kept)).findings).toEqual([]);
    const others = folders.next();
    mkdirSync(others);
    writeFileSync(path.join(others, 'public-keys.json'), '{}');
    expect((await verify(bundle, others)).findings).toContainEqual({
      file: 'manifest.json',
      message: 'no known key signed this manifest',
    });
  });

  it('is written into a new or empty folder alone, and not at all when the tenant is not there', async () => {
    await expect(world.evidence(bundle)).rejects.toThrow('is not empty');
    const before = (await world.superuser.query('select from audit_logs')).rowCount;
    const directory = folders.next();
    await expect(world.evidence(directory, { from: 2, to: 1 })).rejects.toMatchObject({ code: 'validation_error' });
    expect(existsSync(directory)).toBe(false);
    expect((await world.superuser.query('select from audit_logs')).rowCount).toBe(before);
  });

  it('says when the chain in the database is not whole, and what is wrong with it shows offline too', async () => {
    const tampered = await openWorld(folders.next());
    try {
      await tampered.happened(10);
      await tampered.administration.sign();
      while ((await tampered.administration.sealing.seal(100)) > 0);
      await tampered.superuser.query('alter table audit_logs disable trigger all');
      await tampered.superuser.query("update audit_logs set outcome = 'refused' where sequence = 4");
      const directory = folders.next();
      const { report } = await tampered.evidence(directory);
      expect(report.problems).toMatchObject([{ sequence: 4, kind: 'altered' }]);
      expect((await verify(directory)).findings).toEqual([
        { file: 'audit.jsonl', sequence: 4, message: 'the content is not the one that was recorded' },
      ]);
    } finally {
      await tampered.close();
    }
  });
});

describe('tampering with a bundle', () => {
  it.each(FILES)('is found and named when %s is changed', async (name) => {
    const directory = copy();
    const file = path.join(directory, name);
    const content = readFileSync(file, 'utf8');
    const at = Math.floor(content.length / 2);
    writeFileSync(file, content.slice(0, at) + (content[at] === 'a' ? 'b' : 'a') + content.slice(at + 1));
    expect(await named(directory)).toContain(name);
  });

  it.each(FILES)('is found and named when %s is taken away', async (name) => {
    const directory = copy();
    rmSync(path.join(directory, name));
    expect(await named(directory)).toContain(name);
  });

  it.each(FILES)('is found and named when something is written behind %s', async (name) => {
    const directory = copy();
    appendFileSync(path.join(directory, name), '{"manifest":2}\n');
    expect(await named(directory)).toContain(name);
  });

  it('is said to have no signed list, and whose keys it brings, when it comes without one', async () => {
    const directory = copy();
    for (const name of FILES) {
      if (!['audit.jsonl', 'checkpoints.jsonl', 'public-keys.json'].includes(name)) rmSync(path.join(directory, name));
    }
    const verified = await verify(directory);
    const keyId = verified.checkpoints[0]?.keyId;
    expect(verified.findings).toEqual([]);
    expect(report(verified, 1_000)).toContain('There is no signed list of files');
    expect(report(verified, 1_000)).toContain(`compare the id of the key (${String(keyId)}) with`);
    expect(report(await verify(bundle), 1_000)).not.toContain('There is no signed list of files');
  });

  it('is found when a file or a folder is put in or gets another name', async () => {
    const directory = copy();
    mkdirSync(path.join(directory, 'more'));
    writeFileSync(path.join(directory, 'more', 'rows.txt'), 'x');
    renameSync(path.join(directory, 'period.csv'), path.join(directory, 'year.csv'));
    expect(await named(directory)).toEqual(new Set(['more/rows.txt', 'period.csv', 'year.csv']));
  });

  it('is found in the rows alone, a thousand times, when lines are edited, taken out, moved, repeated or cut', async () => {
    const lines = linesOf(bundle);
    const directory = folders.next();
    mkdirSync(directory);
    for (const name of ['checkpoints.jsonl', 'public-keys.json'])
      cpSync(path.join(bundle, name), path.join(directory, name));
    const problems = async (content: string): Promise<number> => {
      writeFileSync(path.join(directory, 'audit.jsonl'), content);
      return (await verify(directory)).findingCount;
    };
    const joined = (changed: readonly string[]): string => changed.map((line) => `${line}\n`).join('');
    expect(await problems(joined(lines))).toBe(0);

    const at = fc.nat(lines.length - 1);
    const two = fc.tuple(at, at).filter(([one, other]) => one !== other);
    const changes = fc.oneof(
      at.map((n) => joined(lines.toSpliced(n, 1))),
      at.map((n) => joined(lines.slice(0, n))),
      two.map(([one, other]) => joined(lines.with(one, lines[other]!).with(other, lines[one]!))),
      fc.tuple(at, at).map(([one, other]) => joined(lines.toSpliced(one, 0, lines[other]!))),
      two.map(([one, other]) => joined(lines.toSpliced(one, 1).toSpliced(other, 0, lines[one]!))),
      fc.tuple(at, fc.nat(2_000), fc.string({ minLength: 1, maxLength: 3 })).map(([n, place, text]) => {
        const line = lines[n]!;
        const end = line.indexOf(',"opened":'); // what is behind it no hash covers, only the manifest
        const from = place % end;
        return joined(lines.with(n, line.slice(0, from) + text + line.slice(from + text.length)));
      }),
      fc.tuple(at, fc.nat(2_000)).map(([n, length]) => joined(lines).slice(0, n * 900 + (length % 900))),
    );
    const whole = joined(lines);
    await fc.assert(
      fc.asyncProperty(
        changes.filter((content) => content !== whole),
        async (content) => {
          expect(await problems(content).catch(() => 1)).toBeGreaterThan(0);
        },
      ),
      { numRuns: Number(process.env['CHAIN_EDITS'] ?? 150) },
    );
  });
});
