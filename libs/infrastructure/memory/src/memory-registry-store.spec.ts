import { describeRegistryStore } from '@radiant/registry/testing';
import { MemoryRegistryStore } from './memory-registry-store.js';

describeRegistryStore('memory', async (content) => new MemoryRegistryStore(content));
