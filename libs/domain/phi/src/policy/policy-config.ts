import { isPhiCategory, PHI_CATEGORIES } from '../category.js';
import { choice, ConfigReader, flag, invalid, isConfig, list, text } from './config-reader.js';
import {
  DEFAULT_PHI_POLICY,
  PHI_MODES,
  SECOND_OPINION_RULES,
  TRANSFORMATIONS,
  UNSCANNABLE_RULES,
  type PhiPolicy,
} from './policy.js';
import type { PhiFloor } from './policy-lattice.js';
import { readRecognisers } from '../recognisers/read-recognisers.js';
import { PHI_SENSITIVITIES } from '../sensitivity.js';

const FIELDS = [
  'mode',
  'categories',
  'reidentification',
  'sensitivity',
  'unscannable',
  'second_opinion_down',
  'transformation',
  'date_shift',
  'custom_recognisers',
  'allow_list',
];
/** A month: originals are for putting back, not for keeping. */
const LONGEST_TTL_HOURS = 720;
const MOST_ALLOWED = 1_000;

/**
 * A tenant's `phi_config` in the specification's spelling. `mode`, `categories` and `reidentification` must be there;
 * whatever else it does not mention is as in the platform's default.
 * @throws DomainError `validation_error` naming the field and what is expected.
 */
export function readPhiConfig(config: unknown): PhiPolicy {
  const field = 'phi_config';
  const { mode, categories, reidentification, ...rest } = readFields(config, field);
  const { allowed, requiresApproval, mappingTtlHours, toolArguments } = reidentification ?? {};
  if (mode === undefined) throw invalid(`${field}.mode`, `one of ${PHI_MODES.join(', ')}`);
  if (!categories) throw invalid(`${field}.categories`, 'an object of category to true or false');
  if (!reidentification) {
    throw invalid(`${field}.reidentification`, 'an object with allowed, requires_approval, mapping_ttl_hours');
  }
  if (allowed === undefined) throw invalid(`${field}.reidentification.allowed`, 'true or false');
  if (requiresApproval === undefined) throw invalid(`${field}.reidentification.requires_approval`, 'true or false');
  if (mappingTtlHours === undefined) throw invalid(`${field}.reidentification.mapping_ttl_hours`, HOURS);
  if (rest.dateShift && rest.transformation === 'safe_harbor') {
    throw invalid(`${field}.date_shift`, 'false under safe_harbor, which lets no more of a date leave than its year');
  }
  const defaults = DEFAULT_PHI_POLICY;
  return {
    mode,
    categories: { ...defaults.categories, ...categories },
    reidentification: {
      allowed,
      requiresApproval,
      mappingTtlHours,
      toolArguments: toolArguments ?? defaults.reidentification.toolArguments,
    },
    sensitivity: rest.sensitivity ?? defaults.sensitivity,
    unscannable: rest.unscannable ?? defaults.unscannable,
    secondOpinionDown: rest.secondOpinionDown ?? defaults.secondOpinionDown,
    transformation: rest.transformation ?? defaults.transformation,
    dateShift: rest.dateShift ?? defaults.dateShift,
    customRecognisers: rest.customRecognisers ?? defaults.customRecognisers,
    allowList: rest.allowList ?? defaults.allowList,
  };
}

/** What the platform demands: any of the fields of a `phi_config`. @throws DomainError `validation_error`. */
export const readPhiFloor = (config: unknown, field: string): PhiFloor => readFields(config, field);

function readFields(config: unknown, field: string): PhiFloor {
  const reader = ConfigReader.of(field, config, FIELDS);
  return {
    mode: reader.optional('mode', choice(PHI_MODES)),
    categories: reader.optional('categories', readCategories),
    reidentification: reader.optional('reidentification', readReidentification),
    sensitivity: reader.optional('sensitivity', choice(PHI_SENSITIVITIES)),
    unscannable: reader.optional('unscannable', choice(UNSCANNABLE_RULES)),
    secondOpinionDown: reader.optional('second_opinion_down', choice(SECOND_OPINION_RULES)),
    transformation: reader.optional('transformation', choice(TRANSFORMATIONS)),
    dateShift: reader.optional('date_shift', flag),
    customRecognisers: reader.optional('custom_recognisers', readRecognisers),
    allowList: reader.optional('allow_list', readAllowList),
  };
}

function readCategories(value: unknown, field: string): PhiFloor['categories'] {
  if (!isConfig(value)) throw invalid(field, 'an object of category to true or false');
  for (const name of Object.keys(value)) {
    if (!isPhiCategory(name)) throw invalid(field, `an object with keys of ${PHI_CATEGORIES.join(', ')}`);
  }
  return Object.fromEntries(
    PHI_CATEGORIES.filter((name) => value[name] !== undefined).map((name) => [
      name,
      flag(value[name], `${field}.${name}`),
    ]),
  );
}

const HOURS = `a number of hours above 0, up to ${LONGEST_TTL_HOURS}`;

function readReidentification(value: unknown, field: string): PhiFloor['reidentification'] {
  const reader = ConfigReader.of(field, value, ['allowed', 'requires_approval', 'mapping_ttl_hours', 'tool_arguments']);
  return {
    allowed: reader.optional('allowed', flag),
    requiresApproval: reader.optional('requires_approval', flag),
    mappingTtlHours: reader.optional('mapping_ttl_hours', hours),
    toolArguments: reader.optional('tool_arguments', flag),
  };
}

function hours(value: unknown, field: string): number {
  if (typeof value !== 'number' || !(value > 0 && value <= LONGEST_TTL_HOURS)) throw invalid(field, HOURS);
  return value;
}

const readAllowList = (value: unknown, field: string): readonly string[] =>
  [...new Set(list(MOST_ALLOWED, text(2, 100))(value, field))].sort();
