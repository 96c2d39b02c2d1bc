export { compile, readCorpus } from './corpus.js';
export { HOSTILE_PIECES, hostileTimes, type HostileTime } from './hostile.js';
export { score, type GoldDocument, type Result, type ScoredSpan } from './score.js';
