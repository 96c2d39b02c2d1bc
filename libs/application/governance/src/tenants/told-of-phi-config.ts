import type { Told } from '../audit-details.js';

/** What the trail tells of a `phi_config`: of words, patterns and allowed phrases, which may be names, only how many. */
export function toldOfPhiConfig(config: Told): Told {
  const { custom_recognisers: recognisers, allow_list: allowList, ...rest } = config;
  return {
    ...rest,
    ...(Array.isArray(recognisers) && { custom_recognisers: recognisers.map(toldOfRecogniser).join(', ') }),
    ...(Array.isArray(allowList) && { allow_list: `${allowList.length} phrases` }),
  };
}

function toldOfRecogniser(recogniser: unknown): string {
  const fields: Told = typeof recogniser === 'object' ? { ...recogniser } : {};
  const { name, category, words } = fields;
  const what = Array.isArray(words) ? `${words.length} words` : 'a pattern';
  return `${String(name)} (${String(category)}, ${what})`;
}
