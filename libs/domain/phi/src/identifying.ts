import { PHI_CATEGORIES, type PhiCategory } from './category.js';

/** What many share: nobody is found again by it. */
const SHARED: ReadonlySet<PhiCategory> = new Set<PhiCategory>([
  'DOB',
  'DATE',
  'AGE_OVER_89',
  'ADDRESS',
  'DIAGNOSIS',
  'TREATMENT',
]);

/** Categories by which a person is found again. */
export const IDENTIFYING_CATEGORIES: readonly PhiCategory[] = PHI_CATEGORIES.filter(
  (category) => !SHARED.has(category),
);
