import { describe, expect, it } from '@jest/globals';
import { appId } from '@radiant/kernel';
import type { App, AppDirectory } from '../ports/app-directory.js';

const WARDS: App = { id: appId('wards'), name: 'Wards & Rounds', status: 'active' };
const BILLING: App = { id: appId('billing'), name: 'Billing', status: 'inactive' };
const GIVEN = [WARDS, BILLING];

/** The laws of AppDirectory. `make` gives a directory that holds `apps`, and may hold others. */
export function describeAppDirectory(name: string, make: (apps: readonly App[]) => Promise<AppDirectory>): void {
  describe(`AppDirectory laws: ${name}`, () => {
    it('gives every app with every field, inactive ones too', async () => {
      const all = await (await make(GIVEN)).all();
      for (const app of GIVEN) expect(all.filter(({ id }) => id === app.id)).toStrictEqual([app]);
    });

    it('gives them by id', async () => {
      const ids = (await (await make(GIVEN)).all()).map(({ id }) => id);
      expect(ids).toEqual([...ids].sort());
    });
  });
}
