export { readCorpus } from './corpus.js';
export { HOSTILE_PIECES, hostileTimes } from './hostile.js';
