import { describeTokenStandings } from '@radiant/identity/testing';
import { FixedClock } from '@radiant/kernel/testing';
import { MemoryTokenStandings } from './memory-token-standings.js';

describeTokenStandings('memory', async () => {
  const standings = new MemoryTokenStandings(new FixedClock());
  return {
    standings,
    setTenant: async (...given) => standings.setTenant(...given),
    setUser: async (...given) => standings.setUser(...given),
    revoke: async (...given) => standings.revoke(...given),
    users: async (tenantId) => standings.users(tenantId),
  };
});
