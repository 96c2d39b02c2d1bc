import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CSV_HEADER, toJsonLine, type FoundAuditRow } from '@radiant/audit';
import { HOSPITAL, NOON, uuid } from '@radiant/audit/testing';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { report } from '../src/verify/report.js';
import { verify } from '../src/verify/verify.js';
import { openWorld, temporaryFolders, TENANT } from './world.js';

const folders = temporaryFolders();
const ROWS = 60;

let world: Awaited<ReturnType<typeof openWorld>>;
let checkpoints: string;
let lines: readonly string[];
beforeAll(async () => {
  world = await openWorld(folders.next());
  checkpoints = path.join(world.variables.RADIANT_DATA_DIR, 'audit', 'checkpoints');
  // later rows happened earlier, as those do that waited in a file while the database was away
  for (let n = 0; n < ROWS; n += 1) await world.happened(1, { id: uuid(n), occurredAt: NOON - n * 1_000 });
  while ((await world.administration.sealing.seal(100)) > 0);
  await world.administration.sign();
  lines = await exported();
});
afterAll(async () => {
  await world.close();
  folders.remove();
});

/** As `GET /api/v2/audit/export?format=jsonl` writes it: by time. */
async function exported(): Promise<string[]> {
  const { stores, bodies } = world.administration;
  const found: string[] = [];
  const rows: AsyncIterable<FoundAuditRow> = stores.ofTenant(TENANT).export({});
  for await (const row of rows) found.push(toJsonLine(row, await bodies.execute(row)));
  return found;
}
const fileOf = (content: string): string => {
  const file = folders.next();
  writeFileSync(file, content);
  return file;
};
const findings = async (changed: readonly string[], from = checkpoints) =>
  (await verify(fileOf(changed.join('')), from)).findings.map(({ sequence, message }) => [sequence, message]);

describe('a file of exported rows', () => {
  it('verifies by time as well as by place', async () => {
    expect(lines[0]).toContain(`"sequence":${ROWS},`);
    expect(await findings(lines)).toEqual([]);
    expect(await findings(lines.toReversed())).toEqual([]);
  });

  it('verifies without checkpoints, and says what that can not show', async () => {
    const verified = await verify(fileOf(lines.join('')));
    expect(verified).toMatchObject({ kind: 'export', findingCount: 0, checkpoints: [] });
    expect(report(verified, 1_000)).toContain(
      'Without checkpoints a cut-off end, or a chain that was made anew, would not',
    );
    expect(await verify(fileOf(lines.slice(1).join('')))).toMatchObject({ findingCount: 0 });
  });

  it('is found to lack rows, at its end and within', async () => {
    expect(await findings(lines.slice(1))).toEqual([
      [ROWS, `the chain once reached row ${ROWS}, as a checkpoint says`],
    ]);
    expect(await findings(lines.toSpliced(10, 2))).toEqual([
      [ROWS - 11, `rows ${ROWS - 11} to ${ROWS - 10} are missing`],
    ]);
    // whose it is nobody knows, so it can't be said that nothing is wrong
    expect(await findings([])).toEqual([[undefined, expect.stringContaining('whose checkpoints')]]);
    expect(await verify(fileOf(''))).toMatchObject({ findingCount: 0, chain: undefined });
  });

  it('is found to be cut off in a line', async () => {
    const whole = lines.toReversed().join('');
    const cut = await verify(fileOf(whole.slice(0, -1)), checkpoints);
    expect(cut.findings).toMatchObject([{ message: `line ${ROWS} has no end: the file was cut off` }]);
  });

  it('passes rows over that wait for their place, and says so', async () => {
    const waiting = lines[0]!.replace(/"sequence":\d+,/, '"sequence":null,').replace(/"hash":"[^"]+"/, '"hash":null');
    const verified = await verify(fileOf([...lines, waiting].join('')), checkpoints);
    expect(verified).toMatchObject({ findingCount: 0, unsealed: 1 });
    expect(report(verified, 1_000)).toContain('1 rows were exported before they had a place in the chain');
  });

  it('is checked against the checkpoints of its own tenant', async () => {
    const foreign = folders.next();
    mkdirSync(foreign);
    cpSync(path.join(checkpoints, `${TENANT}.jsonl`), path.join(foreign, `${TENANT}.jsonl`));
    expect(await findings(lines, foreign)).toContainEqual([ROWS, 'no known key signed the checkpoint']);
    const other = lines.map((line) => line.replaceAll(TENANT, HOSPITAL));
    expect((await findings(other)).length).toBeGreaterThanOrEqual(ROWS);
  });

  it('is not whole against a folder that has no checkpoint of its tenant', async () => {
    const folder = folders.next();
    mkdirSync(folder);
    cpSync(path.join(checkpoints, 'public-keys.json'), path.join(folder, 'public-keys.json'));
    const nothing = [[undefined, `there is no checkpoint of this tenant in ${folder}`]];
    expect(await findings(lines, folder)).toEqual(nothing);
    writeFileSync(path.join(folder, `${TENANT}.jsonl`), '');
    expect(await findings(lines.slice(0, 5), folder)).toContainEqual(nothing[0]);
  });

  it.each([
    ['CSV', CSV_HEADER],
    ['no text', '\0'.repeat(100)],
    ['other JSON', '{"success":true}\n'],
  ])('is none when it is %s', async (_, content) => {
    await expect(verify(fileOf(content))).rejects.toThrow('holds no rows of an audit trail');
  });

  it('is none when it is not there, or an empty folder', async () => {
    await expect(verify(folders.next())).rejects.toThrow('is neither a folder nor a file');
    const empty = folders.next();
    mkdirSync(empty);
    await expect(verify(empty)).rejects.toThrow('there is no audit.jsonl');
  });
});
