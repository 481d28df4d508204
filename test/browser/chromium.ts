import { type Browser, chromium } from 'playwright-core';

/** A Chromium whose camera plays a motion JPEG; without a clip it plays its own test picture. Camera questions are answered yes. */
export function openChromiumWithCamera(clip: string | null): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--mute-audio',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      ...(clip ? [`--use-file-for-fake-video-capture=${clip}`] : []),
    ],
  });
}
