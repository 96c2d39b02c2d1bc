export { startEngines as default } from './engines.mjs';
