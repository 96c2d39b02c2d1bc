import { describeTenantKeys } from '@radiant/governance/testing';
import { deployment } from './replicas.js';

describeTenantKeys('data keys', async () => deployment().replica().keys);
