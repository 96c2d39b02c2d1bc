import { describeRateLimits } from '@radiant/billing/testing';
import { MemoryRateLimits } from './memory-rate-limits.js';

describeRateLimits('memory', async () => new MemoryRateLimits());
