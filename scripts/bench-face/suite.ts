import type { FaceNetworks } from '../../models/face/face-networks.ts';

/** What every suite gets. */
export interface Bench {
  readonly pictures: string;
  /** Opens the networks of a tier in this process; null when it cannot be put together. */
  tier(name: FaceNetworks['tier']): Promise<FaceNetworks | null>;
  readonly quick: boolean;
  readonly referencesPerPerson: number;
  readonly soakRuns: number;
  /** Folder whose `node_modules` holds the peer and its wasm backend; null: no peer runs. */
  readonly peerFolder: string | null;
  /** Writes what was measured as the product's calibration, dated so. */
  readonly calibrationDate: string | null;
  readonly progress: (done: number, of: number) => void;
}

/** What a suite tells: lines to print, and figures that goals are held against. */
export interface Outcome {
  readonly lines: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}
