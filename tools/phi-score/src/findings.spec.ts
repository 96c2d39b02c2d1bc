import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { RuleDetector } from '@radiant/phi';
import { documentsIn, findingsOf, readRecord, recordDigest } from './findings.js';

const tool = path.resolve(import.meta.dirname, '..');
const RECORDED = readRecord(tool);
const DOCUMENTS = documentsIn(tool).map((document) => [document.id, document] as const);

describe('what the detector finds', () => {
  it.each(DOCUMENTS)('in %s is what was recorded (`npm run phi:record` records it anew)', async (_id, { id, text }) => {
    expect(await findingsOf(id, text)).toEqual(RECORDED.get(id));
  });

  it('is recorded of no document that is gone', () => {
    expect([...RECORDED.keys()].toSorted()).toEqual(DOCUMENTS.map(([id]) => id).toSorted());
  });

  it('is named in the version of the detector, which a receipt tells', () => {
    const { version } = new RuleDetector(async () => undefined);
    expect(version).toMatch(/^rules-\d+\.[\da-f]{8}$/);
    expect(version.split('.')[1]).toBe(recordDigest(tool));
  });
});
