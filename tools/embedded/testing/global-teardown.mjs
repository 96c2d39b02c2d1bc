export { stopEngines as default } from './engines.mjs';
