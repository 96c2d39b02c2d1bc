import { describeApiKeyDirectory } from '@radiant/identity/testing';
import { MemoryApiKeyDirectory } from './memory-api-key-directory.js';

describeApiKeyDirectory('memory', async (keys) => {
  const directory = new MemoryApiKeyDirectory();
  for (const key of keys) directory.put(key);
  return directory;
});
