import type { CardholderView } from '../../agent/contract/views.ts';
import type { Phase } from '../../agent/contract/vocabulary/visit.ts';

/** From consent on the camera may settle its exposure; `sends` says when pictures leave the page. */
const CAMERA_USE: Readonly<Record<Phase, 'off' | 'on' | 'sends'>> = {
  idle: 'off',
  language: 'off',
  consent: 'off',
  document: 'on',
  reading: 'on',
  'document-retry': 'on',
  camera: 'sends',
  'camera-retry': 'on',
  comparing: 'sends',
  'operator-comparison': 'off',
  deciding: 'off',
  outcome: 'off',
  wiping: 'off',
  'out-of-service': 'off',
};

/** Only a page that owns the camera; for a person who chose the officers only while their one photo is taken. */
export function cameraIsWanted(view: CardholderView | undefined): boolean {
  if (view?.station.camera !== 'page' || view.visit === undefined) return false;
  return view.visit.path === 'biometric' ? CAMERA_USE[view.phase] !== 'off' : view.phase === 'camera';
}

export function cameraIsSending(view: CardholderView | undefined): boolean {
  return view !== undefined && cameraIsWanted(view) && CAMERA_USE[view.phase] === 'sends';
}
