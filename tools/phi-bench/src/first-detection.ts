import { DEFAULT_PHI_POLICY, hiddenCategories, RuleDetector, type PhiDetector } from '@radiant/phi';

/** A new detector that has answered once. */
export async function detectFirst(): Promise<PhiDetector> {
  const detector = new RuleDetector(async () => undefined);
  await detector.detect(['Patient: Jane Doe'], hiddenCategories(DEFAULT_PHI_POLICY));
  return detector;
}
