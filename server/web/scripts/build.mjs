// Builds everything that the server serves as static files into dist/: see README.md for the layout.

import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import * as esbuild from 'esbuild'
import { parse } from 'yaml'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const dist = path.join(root, 'dist')
const gzip = promisify(zlib.gzip)
const brotli = promisify(zlib.brotliCompress)
const target = ['chrome80', 'firefox78', 'safari14']

/** `import text from 'x.css?inline'`: the minified style sheet as a string, as Vite does it in the tests. */
const inlineStyles = {
  name: 'inline-styles',
  setup(build) {
    build.onResolve({ filter: /\.css\?inline$/ }, (found) => ({
      path: path.join(found.resolveDir, found.path.replace('?inline', '')),
      namespace: 'inline-styles',
    }))
    build.onLoad({ filter: /.*/, namespace: 'inline-styles' }, async ({ path: file }) => {
      const css = await esbuild.transform(await readFile(file, 'utf8'), { loader: 'css', minify: true, target })
      return { contents: css.code, loader: 'text', watchFiles: [file] }
    })
  },
}

async function bundle(entry) {
  const result = await esbuild.build({
    entryPoints: [path.join(root, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target,
    charset: 'utf8',
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    outdir: dist,
    plugins: [inlineStyles],
  })
  return Buffer.from(result.outputFiles[0].contents)
}

async function bundleStyles(entry) {
  const result = await esbuild.build({
    entryPoints: [path.join(root, entry)],
    bundle: true,
    minify: true,
    write: false,
    target,
    charset: 'utf8',
    outdir: dist,
  })
  return Buffer.from(result.outputFiles[0].contents)
}

async function write(name, contents) {
  const file = path.join(dist, name)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, contents)
}

/** Writes `<page>/assets/<name>-<hash>.<ending>` and returns its address. */
async function writeAsset(page, name, ending, contents) {
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 10)
  const file = `${page}/assets/${name}-${hash}.${ending}`
  await write(file, contents)
  return `/${file}`
}

async function buildPage(page, folder, script) {
  const styles = await writeAsset(page, page, 'css', await bundleStyles(`${folder}/src/${page}.css`))
  let html = (await readFile(path.join(root, folder, 'index.html'), 'utf8')).replaceAll('{{styles}}', styles)
  if (script !== undefined) {
    html = html.replaceAll('{{script}}', await writeAsset(page, page, 'js', await bundle(`${folder}/${script}`)))
  }
  await write(`${page}/index.html`, html)
}

/** The API's description as it is kept, and as JSON for the page and for generators of clients. */
async function writeDescription() {
  const yaml = await readFile(path.join(root, '../api/openapi.yaml'), 'utf8')
  await write('api/openapi.yaml', yaml)
  // 'core' leaves dates in examples what they are: texts.
  await write('api/openapi.json', JSON.stringify(parse(yaml, { schema: 'core', strict: true })))
}

async function listFiles(folder) {
  const entries = await readdir(folder, { withFileTypes: true })
  const lists = entries.map((entry) => {
    const file = path.join(folder, entry.name)
    return entry.isDirectory() ? listFiles(file) : [file]
  })
  return (await Promise.all(lists)).flat()
}

async function compress(file) {
  const contents = await readFile(file)
  const quality = zlib.constants.BROTLI_MAX_QUALITY
  await writeFile(`${file}.gz`, await gzip(contents, { level: 9 }))
  await writeFile(`${file}.br`, await brotli(contents, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: quality } }))
}

await rm(dist, { recursive: true, force: true })
await write('widget.js', await bundle('widget/src/main.ts'))
await write('favicon.svg', await readFile(path.join(root, 'demo/favicon.svg')))
await buildPage('demo', 'demo')
await buildPage('console', 'console', 'src/main.tsx')
await buildPage('api', 'api-page', 'src/main.ts')
await buildPage('lookup', 'lookup', 'src/main.ts')
await writeDescription()
const files = (await listFiles(dist)).filter((file) => /\.(js|css|html|svg|json|yaml|txt)$/.test(file)).sort()
await Promise.all(files.map(compress))
for (const file of files) {
  const [plain, compressed] = await Promise.all([readFile(file), readFile(`${file}.gz`)])
  console.log(`${path.relative(dist, file).padEnd(40)} ${String(plain.length).padStart(7)} ${String(compressed.length).padStart(7)} gz`)
}
