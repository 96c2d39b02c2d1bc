import { AppDirectory, type App } from '@radiant/identity';
import { appId } from '@radiant/kernel';
import { storedWord } from './stored-value.js';
import type { UnitOfWork } from './unit-of-work.js';

const STATUSES: readonly App['status'][] = ['active', 'inactive'];

/** The apps of the platform, which all tenants share. */
export class PostgresAppDirectory extends AppDirectory {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  all(): Promise<readonly App[]> {
    return this.unitOfWork.forPlatform(async (manager) => {
      const rows = await manager.query<
        readonly { readonly id: string; readonly name: string; readonly status: string }[]
      >('select id, name, status from apps order by id collate "C"');
      return rows.map(({ id, name, status }) => ({ id: appId(id), name, status: storedWord(STATUSES, status) }));
    });
  }
}
