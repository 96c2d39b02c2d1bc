import { AppStore, type App } from '@radiant/identity';
import { appId } from '@radiant/kernel';
import { storedWord } from '../stored-value.js';
import type { Statements } from './statements.js';

const STATUSES: readonly App['status'][] = ['active', 'inactive'];

interface AppRecord {
  readonly id: string;
  readonly name: string;
  readonly status: string;
}

/** The apps, which all tenants share. */
export class PostgresAppStore extends AppStore {
  constructor(private readonly statements: Statements) {
    super();
  }

  async all(): Promise<readonly App[]> {
    const rows = await this.statements.rows<AppRecord>('select id, name, status from apps order by id collate "C"', []);
    return rows.map((row) => ({ id: appId(row.id), name: row.name, status: storedWord(STATUSES, row.status) }));
  }

  async add(app: App): Promise<void> {
    await this.statements.add('apps', { id: app.id, name: app.name, status: app.status });
  }

  async save(app: App): Promise<void> {
    await this.statements.save('apps', { id: app.id }, { name: app.name, status: app.status });
  }
}
