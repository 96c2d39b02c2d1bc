import { describeDataKeyStore } from '@radiant/kernel/testing';
import { MemoryDataKeyStore } from './memory-data-key-store.js';

describeDataKeyStore('memory', async () => new MemoryDataKeyStore());
