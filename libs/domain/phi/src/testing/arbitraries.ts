import fc from 'fast-check';
import { PHI_CATEGORIES, type PhiCategory } from '../category.js';
import { SECOND_OPINION_RULES, TRANSFORMATIONS, UNSCANNABLE_RULES, type PhiPolicy } from '../policy/policy.js';
import type { PhiFloor } from '../policy/policy-lattice.js';
import { sortedRecognisers, type CustomRecogniser } from '../recognisers/custom-recogniser.js';
import { PHI_SENSITIVITIES } from '../sensitivity.js';

const recogniser: fc.Arbitrary<CustomRecogniser> = fc.oneof(
  fc.record({
    name: fc.constantFrom('wards', 'staff'),
    category: fc.constantFrom(...PHI_CATEGORIES),
    words: fc.constantFrom(['east wing'], ['east wing', 'ward 7']),
  }),
  fc.record({
    name: fc.constantFrom('chart', 'visit'),
    category: fc.constantFrom(...PHI_CATEGORIES),
    pattern: fc.constantFrom('PT-\\d{6}', '[A-Z]{2}\\d{4}'),
  }),
);
const phrases = fc.uniqueArray(fc.constantFrom('Mayo Clinic', 'Will Call', 'May Street')).map((list) => list.sort());

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
    toolArguments: fc.boolean(),
  }),
  sensitivity: fc.constantFrom(...PHI_SENSITIVITIES),
  unscannable: fc.constantFrom(...UNSCANNABLE_RULES),
  secondOpinionDown: fc.constantFrom(...SECOND_OPINION_RULES),
  transformation: fc.constantFrom(...TRANSFORMATIONS),
  dateShift: fc.boolean(),
  customRecognisers: fc.array(recogniser, { maxLength: 3 }).map(sortedRecognisers),
  allowList: phrases,
});

/** Any floor: some of the fields of a policy, and of those that have parts some of the parts. */
export const floors: fc.Arbitrary<PhiFloor> = policies.chain((policy) =>
  fc.record(
    {
      mode: fc.constant(policy.mode),
      categories: fc
        .subarray([...PHI_CATEGORIES])
        .map((names): PhiFloor['categories'] =>
          Object.fromEntries(names.map((name) => [name, policy.categories[name]])),
        ),
      reidentification: fc.record(
        {
          allowed: fc.constant(policy.reidentification.allowed),
          requiresApproval: fc.constant(policy.reidentification.requiresApproval),
          mappingTtlHours: fc.constant(policy.reidentification.mappingTtlHours),
          toolArguments: fc.constant(policy.reidentification.toolArguments),
        },
        { requiredKeys: [] },
      ),
      sensitivity: fc.constant(policy.sensitivity),
      unscannable: fc.constant(policy.unscannable),
      secondOpinionDown: fc.constant(policy.secondOpinionDown),
      transformation: fc.constant(policy.transformation),
      dateShift: fc.constant(policy.dateShift),
      customRecognisers: fc.constant(policy.customRecognisers),
      allowList: fc.constant(policy.allowList),
    },
    { requiredKeys: [] },
  ),
);

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
