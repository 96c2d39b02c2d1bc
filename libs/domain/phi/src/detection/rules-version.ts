/**
 * Which rules found what a receipt tells. The last part is a digest of what they find in the project's own documents and
 * is written by `npm run phi:record`, so rules that find something else have another name.
 */
export const RULES_VERSION = 'rules-2.401c067e';
