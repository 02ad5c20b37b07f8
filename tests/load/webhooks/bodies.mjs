// bodies.mjs COUNT FILE: signed text events of 2,000 people for wrk; the keys come as JSON on standard input, as the
// simulator prints them. Each line: signature, space, body.
import { createHash } from 'node:crypto'
import { createWriteStream, readFileSync } from 'node:fs'

const keys = JSON.parse(readFileSync(0, 'utf8').split('\n')[0])
const [count, file] = process.argv.slice(2)
const questions = ['ho so tre hen thi sao', 'nop ho so o dau', 'nghi dinh 118 con hieu luc khong', 'xin chao', 'gap chuyen vien']
const out = createWriteStream(file)
for (let i = 0; i < Number(count); ++i) {
  const timestamp = String(Date.now())
  const body = JSON.stringify({
    app_id: keys.app_id,
    user_id_by_app: `7${i % 2000}`,
    event_name: 'user_send_text',
    timestamp,
    sender: { id: `9900000000000${String(i % 2000).padStart(6, '0')}` },
    recipient: { id: keys.oa_id },
    message: { text: questions[i % questions.length], msg_id: `load${i.toString(16).padStart(16, '0')}` },
  })
  const mac = createHash('sha256').update(keys.app_id + body + timestamp + keys.oa_secret).digest('hex')
  if (!out.write(`${mac} ${body}\n`)) await new Promise((resume) => out.once('drain', resume))
}
out.end()
