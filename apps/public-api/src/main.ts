import { runProcess } from '@radiant/nest-kit';
import { startPublicApi } from './start-public-api.js';

export const start = (): Promise<void> => runProcess('public-api', startPublicApi);
