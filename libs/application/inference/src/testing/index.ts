export { describeSessionStore, sessionOf } from './session-store.laws.js';
