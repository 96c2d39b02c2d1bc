export { exportEvidence, type EvidenceOrder, type WrittenEvidence } from './evidence/export-evidence.js';
export { openAdministration, type Administration } from './evidence/administration.js';
export { NotUnderstood } from './not-understood.js';
export { verifyReceipt, type VerifiedReceipt } from './receipt/verify-receipt.js';
export { verify, type Verified } from './verify/verify.js';
export type { Finding } from './verify/findings.js';
