import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Digest, isUuid, modelId, providerId, requestId, tenantId } from '@radiant/kernel';
import { receiptDetails, receiptOf } from './receipt-details.js';
import { receiptEventId, type Receipt } from './receipt.js';

class Sha256 extends Digest {
  sha256(text: string): string {
    return createHash('sha256').update(text).digest('hex');
  }
}
const digest = new Sha256();

const RECEIPT: Receipt = {
  id: '00000000-0000-4000-8000-000000000001',
  tenantId: tenantId('11111111-1111-4111-8111-111111111111'),
  requestId: requestId('00000000-0000-4000-8000-000000000002'),
  providerId: providerId('demo'),
  modelId: modelId('demo-chat'),
  policy: 'auto',
  hidden: ['NAME', 'SSN'],
  detectorVersion: 'rules-2.4f49eb2e',
  categories: { SSN: 1, NAME: 2 },
  exposed: { EMAIL: 1 },
  outboundSha256: 'a'.repeat(64),
  restored: 3,
  outcome: 'completed',
  startedAt: 1_000,
  closedAt: 2_000,
};
const CHANGES: Partial<Receipt>[] = [
  { id: '00000000-0000-4000-8000-000000000009' },
  { tenantId: tenantId('22222222-2222-4222-8222-222222222222') },
  { requestId: requestId('00000000-0000-4000-8000-000000000009') },
  { providerId: providerId('other') },
  { modelId: modelId('other') },
  { policy: 'disabled' },
  { hidden: ['NAME'] },
  { detectorVersion: 'rules-2' },
  { categories: { SSN: 1, NAME: 3 } },
  { categories: {} },
  { exposed: {} },
  { outboundSha256: 'b'.repeat(64) },
  { restored: 2 },
  { outcome: 'failed' },
  { startedAt: 1_001 },
  { closedAt: 2_001 },
];

describe('the event of a receipt', () => {
  it('has a UUID of version 8 that is the same for the same facts, in whatever order they are counted', () => {
    const id = receiptEventId(RECEIPT, digest);
    expect(isUuid(id)).toBe(true);
    expect(id).toMatch(/^.{14}8.{4}[89ab]/);
    expect(receiptEventId({ ...RECEIPT, categories: { NAME: 2, SSN: 1 } }, digest)).toBe(id);
  });

  it.each(CHANGES)('has another id when a fact is another: %j', (change) => {
    expect(receiptEventId({ ...RECEIPT, ...change }, digest)).not.toBe(receiptEventId(RECEIPT, digest));
  });

  it('names every fact', () => {
    expect(new Set(CHANGES.flatMap(Object.keys))).toEqual(new Set(Object.keys(RECEIPT)));
  });

  it('gives the receipt back from its details', () => {
    for (const change of [{}, { hidden: [] }, ...CHANGES]) {
      const receipt = { ...RECEIPT, ...change };
      expect(receiptOf(receipt, receiptDetails(receipt))).toEqual(receipt);
    }
  });

  it.each(['receipt', 'outboundSha256', 'restored', 'outcome', 'policy', 'startedAt', 'count.NAME'])(
    'refuses details whose %s is not valid',
    (name) => {
      expect(() => receiptOf(RECEIPT, { ...receiptDetails(RECEIPT), [name]: null })).toThrow(
        expect.objectContaining({ code: 'internal_error' }),
      );
    },
  );
});
