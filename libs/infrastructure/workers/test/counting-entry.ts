import { WindowTokenCounter } from '@radiant/billing';
import { serveCounting } from '../src/index.js';

serveCounting(
  new WindowTokenCounter(
    async () => (text) => text.length,
    async () => undefined,
  ),
);
