import { LookupPage } from './page.ts'

const root = document.getElementById('lookup')
if (root !== null) new LookupPage(root).show(false)
