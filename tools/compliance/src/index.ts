export { checkDocument, type DocumentReport } from './check-document.js';
export { summary } from './summary.js';
