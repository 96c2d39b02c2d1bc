export { AnswerRestorer, ArgumentsRestorer } from './restoring/answer-restorer.js';
export { IDENTIFYING_CATEGORIES } from './identifying.js';
export { isPhiCategory, PHI_CATEGORIES, type PhiCategory } from './category.js';
export { CachedPhiPolicies } from './policy/cached-phi-policies.js';
export { DetectPhi, type TextToDetect } from './detect-phi.js';
export { CombinedDetector } from './detection/combined-detector.js';
export { detectionPatterns, type DetectionPattern } from './detection/detection-patterns.js';
export { RuleDetector } from './detection/rule-detector.js';
export type { IndexRange, PhiMapping, PhiMappingEntry } from './mapping.js';
export { PLACEHOLDER, placeholderCategory } from './placeholder.js';
export {
  DEFAULT_PHI_POLICY,
  hiddenCategories,
  PHI_MODES,
  restoresReplies,
  SECOND_OPINION_RULES,
  TRANSFORMATIONS,
  UNSCANNABLE_RULES,
  type PhiPolicy,
} from './policy/policy.js';
export { exposesPhi } from './policy/phi-exposure.js';
export { FlooredPhiPolicies } from './policy/floored-phi-policies.js';
export { readPhiConfig, readPhiFloor } from './policy/policy-config.js';
export { PolicyDetection } from './policy/policy-detection.js';
export { raised, tighten, type PhiFloor, type PhiRequest } from './policy/policy-lattice.js';
export { PhiDetector, type PhiMatch } from './ports/phi-detector.js';
export { PhiPolicies } from './ports/phi-policies.js';
export { PhiVault } from './ports/phi-vault.js';
export {
  ReidentificationStore,
  type ReidentificationDecision,
  type ReidentificationFilter,
} from './ports/reidentification-store.js';
export {
  REIDENTIFICATION_STATUSES,
  reidentificationId,
  statusAt,
  type Reidentification,
  type ReidentificationId,
  type ReidentificationOfText,
  type ReidentificationStatus,
} from './reidentification.js';
export type { CustomRecogniser, PatternRecogniser, WordRecogniser } from './recognisers/custom-recogniser.js';
export { Renumbering } from './restoring/renumbering.js';
export { reidentifyText, type ReidentifiedText } from './restoring/reidentify-text.js';
export { NONE_RETURNED, returnedOriginals, type ReturnedOriginals } from './restoring/returned-originals.js';
export { StreamRestorer, type Escaping } from './restoring/restore.js';
export { SecondOpinion } from './ports/second-opinion.js';
export { SanitizeTexts, type SanitizedTexts, type TextsToSanitize } from './sanitize-texts.js';
export { DEFAULT_SENSITIVITY, PHI_SENSITIVITIES, type PhiSensitivity } from './sensitivity.js';
export type { Replacement } from './hiding/hide-slots.js';
export {
  PhiShield,
  SESSION_LIFE_MS,
  type PhiFinding,
  type CallingApp,
  type Shielded,
  type ShieldRequest,
} from './hiding/shield.js';
export type { MarkedSpan, TextSlot } from './hiding/slot-text.js';
export { assertNoIdentifiers } from './tripwire/identifier-tripwire.js';
export { assertNoOriginals } from './tripwire/tripwire.js';
export type { WireGrammar } from './tripwire/wire-strings.js';
