import { serveCounting } from '@radiant/workers';
import { inPlaceCounter } from './token-counter.js';

serveCounting(inPlaceCounter());
