import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { accompanyingFiles } from '../../scripts/models/accompanying-files.ts';
import { bundleModels } from '../../scripts/models/bundle-models.ts';
import { packTar, unpackTar } from '../../scripts/models/tar-files.ts';
import { detector, embedder, smallManifest, useFetchFolders, weightsOf, wholeFiles } from './support/small-models.ts';

vi.setConfig({ testTimeout: 60_000 });

const { path, scratch, sourceWith, fetchFrom } = useFetchFolders();

describe('a bundle', () => {
  test('is one tar that fetch takes, the same bytes every time', async () => {
    const models = await sourceWith(wholeFiles);
    const [one, two] = [path('one.tar'), path('two.tar')];
    expect([await bundleModels(models, one, smallManifest), await bundleModels(models, two, smallManifest)]).toEqual([
      [],
      [],
    ]);
    expect(Buffer.compare(await readFile(one), await readFile(two))).toBe(0);
    const { faults, into } = await fetchFrom(one);
    expect(faults).toEqual([]);
    expect(await readFile(join(into, embedder.file))).toEqual(weightsOf('embedder'));
    const files = await unpackTar(await readFile(one));
    const names = files.ok ? [...files.value.keys()] : [];
    expect(names).toEqual([
      ...(await accompanyingFiles(smallManifest)).keys(),
      ...smallManifest.models.map(({ file }) => file),
    ]);
  });

  test('is not written when a model is missing or altered', async () => {
    const out = path('never.tar');
    const faults = await bundleModels(await sourceWith({ ...wholeFiles, [detector.file]: 'x' }), out, smallManifest);
    expect(faults.map(({ code, where }) => [code, where])).toEqual([['models.hash-mismatch', detector.name]]);
    expect(await readdir(scratch())).not.toContain('never.tar');
  });

  test('that was cut short, that is a web page or that leads out of its folder is refused, and nothing is written', async () => {
    const sound = await packTar(new Map(Object.entries(wholeFiles)));
    const link = pack();
    link.entry({ name: detector.file, type: 'symlink', linkname: '/etc/passwd' });
    link.finalize();
    const bad = {
      cut: sound.subarray(0, 600),
      page: Buffer.from('<!doctype html><title>Sign in</title>'.padEnd(2048)),
      empty: Buffer.alloc(0),
      above: await packTar(new Map([['../escaped.onnx', weightsOf('detector')]])),
      absolute: await packTar(new Map([['/tmp/escaped.onnx', weightsOf('detector')]])),
      nested: await packTar(new Map([['cards/../../escaped.onnx', weightsOf('detector')]])),
      hidden: await packTar(new Map([['.npmrc', weightsOf('detector')]])),
      link: await buffer(link),
    };
    for (const [name, bytes] of Object.entries(bad)) {
      const file = path(`${name}.tar`);
      await writeFile(file, bytes);
      const { faults, into } = await fetchFrom(file);
      expect([name, faults]).toEqual([name, [['models.bundle-damaged', file]]]);
      expect(await readdir(into)).toEqual([]);
    }
    expect(await readdir(scratch())).not.toContain('escaped.onnx');
  });
});

describe('a mirror', () => {
  type Answer = { status?: number; type?: string; body: Uint8Array | string } | 'hang up';
  const answers = new Map<string, Answer>();
  let server: Server;
  let address: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const answer = answers.get(request.url ?? '') ?? { status: 404, body: 'no' };
      if (answer === 'hang up') {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'application/octet-stream' });
      response.end(answer.body);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const bound = server.address();
    address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}/models`;
  });
  afterAll(() => server.close());

  function serve(files: Readonly<Record<string, Answer | Uint8Array>>) {
    answers.clear();
    for (const [name, answer] of Object.entries(files)) {
      answers.set(`/models/${name}`, answer instanceof Uint8Array ? { body: answer } : answer);
    }
  }

  test('gives models file by file, or a bundle', async () => {
    serve(wholeFiles);
    expect((await fetchFrom(address)).faults).toEqual([]);
    expect((await fetchFrom(`${address}/`)).faults).toEqual([]);
    serve({ 'station.tar': await packTar(new Map(Object.entries(wholeFiles))) });
    expect((await fetchFrom(`${address}/station.tar`)).faults).toEqual([]);
    expect((await fetchFrom(`${address}/other.tar`)).faults).toEqual([
      ['models.source-unreachable', `${address}/other.tar`],
    ]);
  });

  test('that answers with a web page, an error, too much or nothing is refused file by file', async () => {
    const cases: readonly (readonly [Answer, string])[] = [
      [{ type: 'text/html; charset=utf-8', body: '<html>sign in</html>' }, 'models.source-unreachable'],
      [{ body: '<html>sign in</html>' }, 'models.hash-mismatch'],
      [{ status: 503, body: '' }, 'models.source-unreachable'],
      [{ body: Buffer.alloc(4_000_000) }, 'models.hash-mismatch'],
      ['hang up', 'models.source-unreachable'],
      [{ status: 404, body: '' }, 'models.absent'],
    ];
    for (const [answer, code] of cases) {
      serve({ ...wholeFiles, [detector.file]: answer });
      const { faults, into } = await fetchFrom(address);
      expect(faults).toEqual([[code, detector.name]]);
      expect(await readdir(into)).toEqual([embedder.file, smallManifest.models[2]?.file].sort());
    }
  });

  test('is asked over https only, except on this machine', async () => {
    for (const place of ['http://mirror.example/models', 'ftp://127.0.0.1/x', 'https://']) {
      expect((await fetchFrom(place)).faults).toEqual([['models.source-unreachable', place]]);
    }
  });
});
