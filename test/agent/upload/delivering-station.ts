import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import type { Fault, Result } from '../../../agent/contract/faults.ts';
import { openStore } from '../../../agent/store/open-store.ts';
import type { Store } from '../../../agent/store/store.ts';
import type { CentreLink } from '../../../agent/upload/centre-link.ts';
import { createUploader, type DeliveryChange, type Uploader } from '../../../agent/upload/deliver.ts';
import { openStationKeys, type StationKeys } from '../../../agent/upload/station-keys.ts';
import { type FakeCentre, sealedWith } from './fake-centre.ts';

export function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`unexpected fault ${JSON.stringify(result.fault)}`);
  return result.value;
}

/** A store and an uploader on one clock that the test moves. */
export class DeliveringStation {
  readonly directory = mkdtempSync(join(tmpdir(), 'id06-upload-'));
  readonly changes: DeliveryChange[] = [];
  readonly storeFaults: Fault[] = [];
  /** What was committed: jti to sealed bytes. */
  readonly committed = new Map<string, string>();
  nowMs = Date.UTC(2026, 10, 18, 7, 10, 12);
  deadlineMs = 5000;
  store: Store;
  uploader: Uploader;
  readonly #centre: FakeCentre;
  readonly keys: StationKeys;

  static async begin(centre: FakeCentre): Promise<DeliveringStation> {
    const folder = mkdtempSync(join(tmpdir(), 'id06-key-'));
    const keys = expectOk(await openStationKeys(join(folder, 'station.pem')));
    rmSync(folder, { recursive: true });
    return new DeliveringStation(centre, keys);
  }

  private constructor(centre: FakeCentre, keys: StationKeys) {
    this.#centre = centre;
    this.keys = keys;
    this.store = this.#open();
    this.uploader = this.newUploader();
  }

  #open(): Store {
    return expectOk(
      openStore({
        directory: this.directory,
        rowKey: Buffer.alloc(32, 3),
        now: () => new Date(this.nowMs),
        disk: { reserveBytes: 1024, leastBytes: 1, lowBytes: 1 },
      }),
    );
  }

  link(): CentreLink {
    return {
      baseUrl: this.#centre.baseUrl,
      fetch: globalThis.fetch,
      deadlineMs: this.deadlineMs,
      nowMs: () => this.nowMs,
      keys: this.keys,
      grant: this.#centre.grant(this.keys.kid),
    };
  }

  newUploader(more: Partial<CentreLink> = {}): Uploader {
    return createUploader({
      outbox: this.store,
      link: { ...this.link(), ...more },
      random: () => 0.5,
      wait: (ms, signal) =>
        new Promise((resolve) => {
          const timer = setTimeout(resolve, ms);
          signal.addEventListener('abort', () => {
            clearTimeout(timer);
            resolve();
          });
        }),
      onChange: (change) => this.changes.push(change),
      onStoreFault: (storeFault) => this.storeFaults.push(storeFault),
    });
  }

  commit(pictures = 1): string {
    const visitId = v7();
    const jti = v7();
    expectOk(this.store.beginVisit({ id: visitId, phase: 'language' }));
    const blobs = Array.from({ length: pictures }, () => expectOk(this.store.putBlob(visitId, randomBytes(400))));
    const sealed = sealedWith(`sealed-${jti}`, blobs);
    expectOk(this.store.commitResult({ visitId, jti, seq: expectOk(this.store.nextSeq()), sealed, blobs }));
    this.committed.set(jti, sealed);
    return jti;
  }

  state(jti: string): string {
    return expectOk(this.store.delivery(jti))?.state ?? 'lost';
  }

  /** Later by `ms`, one round over what is due then. */
  async round(ms = 0): Promise<void> {
    this.nowMs += ms;
    await this.uploader.deliverDue();
  }

  /** As after a crash: a new process over the same folder. */
  restart(): void {
    this.store.close();
    this.store = this.#open();
    this.uploader = this.newUploader();
  }

  end(): void {
    this.store.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
