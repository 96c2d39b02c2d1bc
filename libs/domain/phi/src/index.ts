export { AnswerRestorer, ArgumentsRestorer } from './answer-restorer.js';
export { IDENTIFYING_CATEGORIES } from './identifying.js';
export { isPhiCategory, PHI_CATEGORIES, type PhiCategory } from './category.js';
export { CachedPhiPolicies } from './cached-phi-policies.js';
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
} from './policy.js';
export { exposesPhi } from './phi-exposure.js';
export { FlooredPhiPolicies } from './floored-phi-policies.js';
export { readPhiConfig, readPhiFloor } from './policy-config.js';
export { PolicyDetection } from './policy-detection.js';
export { raised, tighten, type PhiFloor, type PhiRequest } from './policy-lattice.js';
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
export { Renumbering } from './renumbering.js';
export { reidentifyText, type ReidentifiedText } from './reidentify-text.js';
export { NONE_RETURNED, returnedOriginals, type ReturnedOriginals } from './returned-originals.js';
export { StreamRestorer, type Escaping } from './restore.js';
export { SecondOpinion } from './ports/second-opinion.js';
export { SanitizeTexts, type SanitizedTexts, type TextsToSanitize } from './sanitize-texts.js';
export { DEFAULT_SENSITIVITY, PHI_SENSITIVITIES, type PhiSensitivity } from './sensitivity.js';
export type { Replacement } from './hide-slots.js';
export {
  PhiShield,
  SESSION_LIFE_MS,
  type PhiFinding,
  type CallingApp,
  type Shielded,
  type ShieldRequest,
} from './shield.js';
export type { MarkedSpan, TextSlot } from './slot-text.js';
export { assertNoIdentifiers } from './identifier-tripwire.js';
export { assertNoOriginals } from './tripwire.js';
export type { WireGrammar } from './wire-strings.js';
