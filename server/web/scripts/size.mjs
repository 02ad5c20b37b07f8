// Fails when what a browser has to load has grown over its budget.

import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const dist = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'dist')
const kilobyte = 1024
const assets = (page) => readdirSync(path.join(dist, page, 'assets')).map((name) => path.join(page, 'assets', name))
const budgets = [
  { name: 'widget', files: ['widget.js.gz'], limit: 30 * kilobyte },
  {
    name: 'console',
    files: ['console/index.html.gz', ...assets('console').filter((name) => name.endsWith('.gz'))],
    limit: 150 * kilobyte,
  },
  {
    name: 'lookup',
    files: ['lookup/index.html.gz', ...assets('lookup').filter((name) => name.endsWith('.gz'))],
    limit: 10 * kilobyte,
  },
]

for (const { name, files, limit } of budgets) {
  const size = files.reduce((sum, file) => sum + statSync(path.join(dist, file)).size, 0)
  const verdict = size <= limit ? 'ok' : 'TOO LARGE'
  console.log(`${name}: ${size} of ${limit} bytes compressed: ${verdict}`)
  if (size > limit) process.exitCode = 1
}
