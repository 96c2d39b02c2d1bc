import { beforeEach, describe, expect, it } from '@jest/globals';
import { appId, mappingId, tenantId } from '@radiant/kernel';
import type { FixedClock } from '@radiant/kernel/testing';
import type { PhiMapping } from '../mapping.js';
import type { PhiVault } from '../ports/phi-vault.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
const FIRST = mappingId('00000000-0000-4000-8000-000000000001');
const HOUR_MS = 3_600_000;

/** The laws of PhiVault. Every implementation runs them; `make` gives an empty vault and the clock it lives by. */
export function describePhiVault(name: string, make: () => Promise<{ vault: PhiVault; clock: FixedClock }>): void {
  describe(`PhiVault laws: ${name}`, () => {
    let vault: PhiVault;
    let clock: FixedClock;

    beforeEach(async () => {
      ({ vault, clock } = await make());
    });

    const mapping = (over: Partial<PhiMapping> = {}): PhiMapping => ({
      id: FIRST,
      app: appId('charting'),
      entries: [
        { placeholder: '[PHI_NAME_48213]', category: 'NAME', original: 'Zoë "Q" O’Brien\n😀' },
        { placeholder: '[PHI_SSN_48214]', category: 'SSN', original: '123-45-6789' },
      ],
      ranges: [
        { from: 10_000, next: 10_007 },
        { from: 48_213, next: 48_215 },
      ],
      version: 1,
      expiresAt: clock.now() + HOUR_MS,
      retainUntil: clock.now() + 2 * HOUR_MS,
      ...over,
    });
    const nextVersion = (version: number): PhiMapping =>
      mapping({
        version,
        entries: [{ placeholder: `[PHI_NAME_${version}0000]`, category: 'NAME', original: `V${version}` }],
      });

    it('gives back one of no app as such', async () => {
      await vault.create(CLINIC, mapping({ app: undefined }));
      expect(await vault.read(CLINIC, FIRST)).toEqual(mapping({ app: undefined }));
    });

    it('gives back what was created, every character of it', async () => {
      await vault.create(CLINIC, mapping());
      expect(await vault.read(CLINIC, FIRST)).toEqual(mapping());
    });

    it('knows nothing of an id that was never stored', async () => {
      expect(await vault.read(CLINIC, FIRST)).toBeUndefined();
    });

    it('shows no tenant the mapping of another', async () => {
      await vault.create(CLINIC, mapping());
      expect(await vault.read(HOSPITAL, FIRST)).toBeUndefined();
      expect(await vault.replace(HOSPITAL, nextVersion(1))).toBe(true);
      expect(await vault.read(CLINIC, FIRST)).toEqual(mapping());
      expect(await vault.read(HOSPITAL, FIRST)).toEqual(nextVersion(1));
    });

    it('stores each version over the one before it', async () => {
      for (const version of [1, 2, 3]) expect(await vault.replace(CLINIC, nextVersion(version))).toBe(true);
      expect(await vault.read(CLINIC, FIRST)).toEqual(nextVersion(3));
    });

    it('takes version 2 over a mapping that was created', async () => {
      await vault.create(CLINIC, mapping());
      expect(await vault.replace(CLINIC, nextVersion(2))).toBe(true);
      expect(await vault.read(CLINIC, FIRST)).toEqual(nextVersion(2));
    });

    it.each([
      ['the same version again', 2],
      ['an older version', 1],
      ['a version further on', 4],
    ])('refuses %s and changes nothing', async (_case, version) => {
      await vault.replace(CLINIC, nextVersion(1));
      await vault.replace(CLINIC, nextVersion(2));
      expect(await vault.replace(CLINIC, mapping({ version }))).toBe(false);
      expect(await vault.read(CLINIC, FIRST)).toEqual(nextVersion(2));
    });

    it('refuses a later version where nothing is stored', async () => {
      expect(await vault.replace(CLINIC, nextVersion(2))).toBe(false);
      expect(await vault.read(CLINIC, FIRST)).toBeUndefined();
    });

    it('lets exactly one of several writers of the same version through', async () => {
      const writers = Array.from({ length: 8 }, (_, writer) =>
        mapping({ ranges: [{ from: 20_000 + writer, next: 20_001 + writer }] }),
      );
      const accepted = await Promise.all(writers.map((candidate) => vault.replace(CLINIC, candidate)));
      expect(accepted.filter(Boolean)).toHaveLength(1);
      expect(await vault.read(CLINIC, FIRST)).toEqual(writers[accepted.indexOf(true)]);
    });

    it('withholds the entries from the instant they expire, and keeps the ranges', async () => {
      await vault.create(CLINIC, mapping());
      clock.advance(HOUR_MS - 1);
      expect((await vault.read(CLINIC, FIRST))?.entries).toHaveLength(2);
      clock.advance(1);
      const expired = await vault.read(CLINIC, FIRST);
      expect(expired?.entries).toEqual([]);
      expect(expired?.ranges).toHaveLength(2);
      expect(expired?.version).toBe(1);
    });

    it('forgets the record from the instant it is no longer to be kept', async () => {
      await vault.create(CLINIC, mapping());
      clock.advance(2 * HOUR_MS - 1);
      expect(await vault.read(CLINIC, FIRST)).toBeDefined();
      clock.advance(1);
      expect(await vault.read(CLINIC, FIRST)).toBeUndefined();
    });

    it('lets a forgotten record give way to a first version', async () => {
      await vault.create(CLINIC, mapping());
      clock.advance(2 * HOUR_MS);
      expect(await vault.replace(CLINIC, mapping())).toBe(true);
      expect(await vault.read(CLINIC, FIRST)).toEqual(mapping());
    });

    it('forgets what was deleted, one tenant at a time', async () => {
      await vault.create(CLINIC, mapping());
      await vault.replace(HOSPITAL, nextVersion(1));
      await vault.delete(CLINIC, FIRST);
      expect(await vault.read(CLINIC, FIRST)).toBeUndefined();
      expect(await vault.read(HOSPITAL, FIRST)).toEqual(nextVersion(1));
      expect(await vault.replace(CLINIC, nextVersion(1))).toBe(true);
    });

    it('may be told twice to delete', async () => {
      await vault.delete(CLINIC, FIRST);
      await vault.replace(CLINIC, nextVersion(1));
      await vault.delete(CLINIC, FIRST);
      await vault.delete(CLINIC, FIRST);
      expect(await vault.read(CLINIC, FIRST)).toBeUndefined();
    });

    it('makes all of thirty mappings created at once readable', async () => {
      const mappings = Array.from({ length: 30 }, (_, index) =>
        mapping({
          id: mappingId(`00000000-0000-4000-9000-${String(index).padStart(12, '0')}`),
          ranges: [{ from: index, next: index + 1 }],
        }),
      );
      await Promise.all(mappings.map((each, index) => vault.create(index % 2 ? CLINIC : HOSPITAL, each)));
      const read = await Promise.all(mappings.map((each, index) => vault.read(index % 2 ? CLINIC : HOSPITAL, each.id)));
      expect(read).toEqual(mappings);
    });

    it('keeps what it was given, whatever the caller does to it next', async () => {
      const entries = [...mapping().entries];
      await vault.create(CLINIC, mapping({ entries }));
      entries.length = 0;
      expect(await vault.read(CLINIC, FIRST)).toEqual(mapping());
    });
  });
}
