import { runProcess } from '@radiant/nest-kit';
import { startPublicApi } from './start-public-api.js';

await runProcess('public-api', startPublicApi);
