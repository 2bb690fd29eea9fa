/** A process that runs the embedded PostgreSQL of a folder until it is told to stop, or killed. */
import { silentLog } from '../../src/ports.ts';
import { startEmbedded } from '../../src/store/embedded.ts';

const [, , dataDir = ''] = process.argv;
const embedded = await startEmbedded({ dataDir, log: silentLog });
console.log(embedded.url);
process.once('SIGTERM', () => void embedded.stop());
