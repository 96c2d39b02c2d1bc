export { describePhiVault } from './phi-vault.laws.js';
export { describePhiPolicies } from './phi-policies.laws.js';
export { RecordingVault } from './recording-vault.js';
export {
  describeReidentificationStore,
  reidentificationOf,
  type ReidentificationStores,
} from './reidentification-store.laws.js';
export { StoredPolicies } from './stored-policies.js';
export { FakeSecondOpinion } from './fake-second-opinion.js';
export { describeSecondOpinion, type SecondOpinionBed } from './second-opinion.laws.js';
