// The DynamoDB-compatible store in a process of its own: a busy harness would answer for it too late.
import { startDynamo } from '@radiant/embedded';

process.on('disconnect', () => process.exit(0));
const { endpoint } = await startDynamo();
process.send?.(endpoint);
