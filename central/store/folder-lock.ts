import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { createServer } from 'node:net';

/**
 * Holds `folder` for this process: two engines on one database folder destroy it. The lock is a socket in Linux's abstract namespace,
 * so that the kernel gives it back however the process ends. Throws when another process holds it. Elsewhere than on Linux there is no
 * such namespace and no lock.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  if (process.platform !== 'linux') return async () => undefined;
  const name = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex');
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(new Error(`${folder} is in use by another process`, { cause: error }));
    });
    server.listen(`\0id06-centre-${name}`, resolve);
  });
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}
