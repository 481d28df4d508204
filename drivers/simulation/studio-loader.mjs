// Node 20 gives a thread no loader for TypeScript, neither from the command line nor through `--import`: it registers its own.
import { register } from 'tsx/esm/api';

register();
await import('./studio-worker.ts');
