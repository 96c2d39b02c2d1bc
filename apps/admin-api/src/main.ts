import { runProcess } from '@radiant/nest-kit';
import { startAdminApi } from './start-admin-api.js';

export const start = (): Promise<void> => runProcess('admin-api', startAdminApi);
