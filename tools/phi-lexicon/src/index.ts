export { buildLexicon, type Lexicon, type Sources } from './build-lexicon.js';
