export { type Behaviour, type Fault, FAULTS } from './behaviour.js';
export { InvalidInput } from './invalid-input.js';
export { type DemoProvider, type DemoProviderOptions, startDemoProvider } from './provider.js';
export type { RecordedRequest } from './recorder.js';
export { countTokens } from './tokens.js';
export { SECRET_IN_ERRORS } from './upstream-errors.js';
