import sharp from 'sharp';
import { createPageRenderer, type PageRequest, type PortraitSource } from './document/page-renderer.ts';
import type { Posture, Scene, SceneSource } from './scene.ts';

/** The camera's view to be drawn; `frame` moves the sway of a person at rest. */
export interface ViewRequest {
  readonly view: Scene & Posture;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly frame: number;
  readonly seed: number;
}

/** Draws what the simulated devices see, as JPEG bytes. The same request gives the same bytes. */
export interface Studio {
  readonly dpi: number;
  page(request: PageRequest): Promise<Uint8Array>;
  view(request: ViewRequest): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A studio in this thread. Drawing a view takes a processor for some 0.4 s; a station uses {@link startStudio} instead. */
export function createStudio(options: {
  readonly portrait: PortraitSource;
  readonly scene: SceneSource;
  readonly dpi?: number;
}): Studio {
  const pages = createPageRenderer(options);
  return {
    dpi: pages.dpi,
    page: pages.render,
    view: async ({ view, ...size }) => {
      const { width, height, data } = await options.scene(view, size);
      return sharp(data, { raw: { width, height, channels: 3 } })
        .jpeg({ quality: 90 })
        .toBuffer();
    },
    close: async () => {},
  };
}
