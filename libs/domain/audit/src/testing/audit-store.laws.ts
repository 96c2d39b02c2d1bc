import { describe } from '@jest/globals';
import { describeAuditExposure } from './audit-store-exposure.laws.js';
import type { MakeAuditStore } from './audit-store-fixture.js';
import { describeAuditRetention } from './audit-store-retention.laws.js';
import { describeAuditSearch } from './audit-store-search.laws.js';

/** The laws of AuditStore. `make` gives an empty trail that knows the tenants CLINIC and HOSPITAL. */
export function describeAuditStore(name: string, make: MakeAuditStore): void {
  describe(`AuditStore laws: ${name}`, () => {
    describeAuditSearch(make);
    describeAuditRetention(make);
    describeAuditExposure(make);
  });
}
