import { beforeEach, describe, expect, it } from '@jest/globals';
import { apiKeyId, type TenantId } from '@radiant/kernel';
import type { OpenStream } from '../open-stream.js';
import type { OpenStreams } from '../ports/open-streams.js';
import { CLINIC, HOSPITAL, request } from './usage-entries.js';

export interface StreamsUnderTest {
  /** As two processes have them; none is open. */
  readonly processes: readonly [OpenStreams, OpenStreams];
  /** Lets so many ms pass. */
  readonly pass: (milliseconds: number) => Promise<void>;
}

const WARD = apiKeyId('55555555-5555-4555-8555-555555555555');
const CLINIC_APP = apiKeyId('66666666-6666-4666-8666-666666666666');
const LEASE_MS = 60_000;

/** The laws of OpenStreams. `make` gives a store in which no stream is open. */
export function describeOpenStreams(name: string, make: () => Promise<StreamsUnderTest>): void {
  describe(`OpenStreams laws: ${name}`, () => {
    let one: OpenStreams;
    let other: OpenStreams;
    let pass: StreamsUnderTest['pass'];
    beforeEach(async () => {
      ({
        processes: [one, other],
        pass,
      } = await make());
    });

    const stream = (n: number, tenantId: TenantId = CLINIC, key = WARD): OpenStream => ({
      tenantId,
      apiKeyId: key,
      requestId: request(n),
    });
    const opens = (n: number, most: number, by = one): Promise<boolean> => by.open(stream(n), most, LEASE_MS);

    it('opens as many as there may be, whichever process asks, and then no more', async () => {
      expect([await opens(1, 2), await opens(2, 2, other), await opens(3, 2), await opens(4, 2, other)]).toEqual([
        true,
        true,
        false,
        false,
      ]);
    });

    it('opens exactly as many as there may be, however many ask at once', async () => {
      const asked = Array.from({ length: 64 }, (_, n) => opens(n, 10, n % 2 === 0 ? one : other));
      expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(10);
      expect(await opens(100, 10)).toBe(false);
      expect(await opens(101, 11, other)).toBe(true);
    });

    it('opens and closes exactly as many while several keys do so at once', async () => {
      const rounds = Array.from({ length: 12 }, async (_, n) => {
        const [by, key] = [n % 2 === 0 ? one : other, n % 3 === 0 ? WARD : CLINIC_APP];
        for (let round = 0; round < 5; round += 1) {
          const asked = stream(n * 10 + round, CLINIC, key);
          if (await by.open(asked, 3, LEASE_MS)) await by.close([asked]);
        }
      });
      await Promise.all(rounds);
      expect([await opens(1, 3), await opens(2, 3), await opens(3, 3, other), await opens(4, 3)]).toEqual([
        true,
        true,
        true,
        false,
      ]);
    });

    it('has room again when one is closed, by any process, once', async () => {
      await opens(1, 2);
      await opens(2, 2);
      await other.close([stream(1)]);
      await one.close([stream(1), stream(99)]);
      await one.close([stream(1)]);
      expect([await opens(3, 2, other), await opens(4, 2)]).toEqual([true, false]);
    });

    it('takes what is opened again for the same', async () => {
      expect([await opens(1, 1), await opens(1, 1), await opens(2, 1)]).toEqual([true, true, false]);
      await one.close([stream(1)]);
      expect(await opens(2, 1)).toBe(true);
    });

    it('has room again for what was not renewed in time', async () => {
      await opens(1, 2);
      await opens(2, 2);
      await pass(LEASE_MS - 5_000);
      await one.renew([stream(2)], LEASE_MS);
      expect(await opens(3, 2, other)).toBe(false);
      await pass(5_001);
      expect([await opens(3, 2, other), await opens(4, 2)]).toEqual([true, false]);
    });

    it('counts again what is renewed too late, even where its place was taken', async () => {
      await opens(1, 1);
      await pass(LEASE_MS + 1);
      expect(await opens(2, 1, other)).toBe(true);
      await pass(LEASE_MS * 5); // however long nothing was heard
      await other.renew([stream(2)], LEASE_MS);
      await one.renew([stream(1), stream(1)], LEASE_MS);
      expect([await opens(3, 2), await opens(3, 3)]).toEqual([false, true]);
    });

    it('does what one process asks in the order in which it asks', async () => {
      const asked = [opens(1, 1), one.renew([stream(1)], LEASE_MS), one.close([stream(1)]), opens(2, 1), opens(3, 1)];
      expect(await Promise.all(asked)).toEqual([true, undefined, undefined, true, false]);
    });

    it('keeps keys and tenants apart', async () => {
      const others = [stream(2, HOSPITAL), stream(3, CLINIC, CLINIC_APP)];
      await opens(1, 1);
      for (const each of others) expect(await one.open(each, 1, LEASE_MS)).toBe(true);
      await other.close([stream(1, HOSPITAL), stream(1, CLINIC, CLINIC_APP)]);
      expect(await opens(4, 1)).toBe(false);
    });

    it('renews and closes nothing where there is nothing', async () => {
      await one.renew([], LEASE_MS);
      await one.close([]);
      expect(await opens(1, 1)).toBe(true);
    });
  });
}
