import { describeDataKeyStore } from '@radiant/kernel/testing';
import { FakeDataKeyStore } from './fake-data-key-store.js';

describeDataKeyStore('the fake of these tests', async () => new FakeDataKeyStore());
