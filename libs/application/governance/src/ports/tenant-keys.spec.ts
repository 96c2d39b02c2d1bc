import { FakeTenantKeys } from '../testing/fake-ports.js';
import { describeTenantKeys } from '../testing/tenant-keys.laws.js';

describeTenantKeys('fake', async () => new FakeTenantKeys());
