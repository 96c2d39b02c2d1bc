import { describe, expect, it } from '@jest/globals';
import { appId } from '@radiant/kernel';
import type { App } from '../../ports/app-directory.js';
import { CLINIC, HOSPITAL, type MakeStores } from './stores-under-test.js';

const ALPHA: App = { id: appId('alpha'), name: 'Alpha', status: 'active' };
const DASHED: App = { id: appId('alpha-2'), name: 'Alpha, second', status: 'active' };
const LONGER: App = { id: appId('alphabet'), name: 'Alphabet', status: 'inactive' };

/** The laws of AppStore. */
export function describeAppStore(name: string, make: MakeStores): void {
  describe(`AppStore laws: ${name}`, () => {
    it('shows all apps by id, to every tenant alike', async () => {
      const stores = await make();
      await stores.run(CLINIC, async ({ apps }) => {
        for (const app of [LONGER, DASHED, ALPHA]) await apps.add(app);
      });
      expect(await stores.run(HOSPITAL, ({ apps }) => apps.all())).toStrictEqual([ALPHA, DASHED, LONGER]);
    });

    it('refuses an id that is taken, and the transaction goes on', async () => {
      const stores = await make();
      await stores.run(CLINIC, ({ apps }) => apps.add(ALPHA));
      await stores.run(HOSPITAL, async ({ apps }) => {
        await expect(apps.add({ ...ALPHA, name: 'Another' })).rejects.toMatchObject({
          code: 'conflict',
          facts: { field: 'id' },
        });
        await apps.add(LONGER);
      });
      expect(await stores.run(CLINIC, ({ apps }) => apps.all())).toStrictEqual([ALPHA, LONGER]);
    });

    it('saves name and status of the one app', async () => {
      const stores = await make();
      const changed: App = { id: ALPHA.id, name: 'Alpha, renamed', status: 'inactive' };
      await stores.run(CLINIC, async ({ apps }) => {
        await apps.add(ALPHA);
        await apps.add(DASHED);
        await apps.save(changed);
      });
      expect(await stores.run(CLINIC, ({ apps }) => apps.all())).toStrictEqual([changed, DASHED]);
    });

    it('saves no app that is not there', async () => {
      const stores = await make();
      await expect(stores.run(CLINIC, ({ apps }) => apps.save(ALPHA))).rejects.toMatchObject({ code: 'not_found' });
    });
  });
}
