import { runProcess } from '@radiant/nest-kit';
import { startAdminApi } from './start-admin-api.js';

await runProcess('admin-api', startAdminApi);
