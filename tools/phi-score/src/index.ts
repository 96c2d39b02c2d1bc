export { score, type GoldDocument, type Result, type ScoredSpan } from './score.js';
