/** The folder of manifest, golden outputs and own weights. In a program bundled into one file it is the folder of that file. */
export const MODELS_FOLDER = new URL('./', import.meta.url);
