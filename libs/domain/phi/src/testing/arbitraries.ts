import fc from 'fast-check';
import { PHI_CATEGORIES, type PhiCategory } from '../category.js';
import type { PhiPolicy } from '../policy.js';

/** Any policy. */
export const policies: fc.Arbitrary<PhiPolicy> = fc.record({
  mode: fc.constantFrom('auto' as const, 'manual' as const, 'disabled' as const),
  categories: fc.record({
    NAME: fc.boolean(),
    SSN: fc.boolean(),
    DOB: fc.boolean(),
    ADDRESS: fc.boolean(),
    PHONE: fc.boolean(),
    EMAIL: fc.boolean(),
    DIAGNOSIS: fc.boolean(),
    TREATMENT: fc.boolean(),
    MEDICAL_RECORD: fc.boolean(),
    INSURANCE_ID: fc.boolean(),
    FAX: fc.boolean(),
    URL: fc.boolean(),
    IP: fc.boolean(),
    DATE: fc.boolean(),
    AGE_OVER_89: fc.boolean(),
    ACCOUNT: fc.boolean(),
    LICENSE: fc.boolean(),
    VEHICLE: fc.boolean(),
    DEVICE: fc.boolean(),
    BIOMETRIC: fc.boolean(),
    OTHER_ID: fc.boolean(),
  }),
  reidentification: fc.record({
    allowed: fc.boolean(),
    requiresApproval: fc.boolean(),
    mappingTtlHours: fc.integer({ min: 1, max: 720 }),
  }),
});

export const categories: fc.Arbitrary<PhiCategory> = fc.constantFrom(...PHI_CATEGORIES);

/** Text with what tends to break offsets and escaping: quotes, line breaks, accents, emoji, zero-width characters. */
export const awkwardText = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.constantFrom(
      'a',
      'Z',
      '7',
      ' ',
      '"',
      '\\',
      '\n',
      '[',
      ']',
      '_',
      'é',
      'e\u0301',
      '\u200b',
      '😀',
      '\u00a0',
      '-',
    ),
    maxLength,
  });
