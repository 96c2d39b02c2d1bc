export { describePhiVault } from './phi-vault.laws.js';
export { describePhiPolicies } from './phi-policies.laws.js';
