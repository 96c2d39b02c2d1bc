import { describeAppDirectory } from '@radiant/identity/testing';
import { MemoryAppDirectory } from './memory-app-directory.js';

describeAppDirectory('memory', async (apps) => {
  const directory = new MemoryAppDirectory();
  for (const app of apps) directory.put(app);
  return directory;
});
