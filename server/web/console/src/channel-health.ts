// What the numbers of a channel mean, in plain words, with what to do when something is wrong. Pure.

import { formatTime } from '@reformdesk/shared/dates'
import type { Token, Webhook, ZaloBot, ZaloOa } from './channel-types.ts'

export type Health = 'good' | 'attention' | 'bad' | 'off'

export interface Finding {
  about: string
  health: Health
  sentence: string
  /** What to do; empty when nothing is to be done. */
  advice: string
}

const grantAgain = 'Quản trị viên bấm “Cấp quyền cho Zalo OA” ở bên dưới.'

export function findingsOfOa(oa: ZaloOa, now: Date = new Date()): Finding[] {
  if (!oa.enabled)
    return [
      {
        about: 'Zalo OA',
        health: 'off',
        sentence: 'Chưa bật.',
        advice: 'Điền mục [zalo_oa] trong tệp cấu hình của máy chủ rồi khởi động lại.',
      },
    ]
  return [
    { about: 'Gửi tin', ...sending(oa.token, now) },
    { about: 'Nhận tin', ...receiving(oa.webhook, oa.events.length > 0) },
  ]
}

export function findingOfBot(bot: ZaloBot): Finding {
  if (!bot.enabled)
    return {
      about: 'Zalo Bot',
      health: 'off',
      sentence: 'Chưa bật.',
      advice: 'Nếu cần, điền mục [zalo_bot] trong tệp cấu hình của máy chủ rồi khởi động lại.',
    }
  const way = bot.mode === 'webhook' ? 'Zalo chuyển tin tới máy chủ (webhook).' : 'máy chủ tự hỏi Zalo lấy tin (polling).'
  return { about: 'Zalo Bot', health: 'good', sentence: `Đang bật: ${way}`, advice: '' }
}

type Verdict = Omit<Finding, 'about'>

function sending(token: Token | null, now: Date): Verdict {
  if (token === null)
    return { health: 'bad', sentence: 'Chưa được cấp quyền, nên câu trả lời chưa gửi đi được.', advice: grantAgain }
  if (token.state === 'needs_operator')
    return { health: 'bad', sentence: token.detail || 'Quyền gửi tin đã mất.', advice: grantAgain }
  if (new Date(token.access_expires) <= now)
    return {
      health: 'bad',
      sentence: token.detail || 'Mã truy cập đã hết hạn mà chưa gia hạn được.',
      advice: `Kiểm tra đường mạng từ máy chủ tới Zalo. Nếu vài phút nữa vẫn vậy, ${lowerFirst(grantAgain)}`,
    }
  if (token.detail !== '') return { health: 'attention', sentence: token.detail, advice: grantAgain }
  if (token.state === 'uncertain')
    return {
      health: 'attention',
      sentence: 'Lần gia hạn quyền gần nhất chưa rõ kết quả; máy chủ sẽ tự thử lại.',
      advice: `Nếu một giờ nữa vẫn vậy, ${lowerFirst(grantAgain)}`,
    }
  return { health: 'good', sentence: 'Đã được cấp quyền; máy chủ tự gia hạn.', advice: '' }
}

function receiving(webhook: Webhook, hasEvents: boolean): Verdict {
  const { last_accepted, last_refused } = webhook
  if (last_refused !== null && (last_accepted === null || last_refused > last_accepted)) {
    const compare = 'so lại “OA Secret Key” và app_id trong cấu hình với trang developers.zalo.me.'
    return {
      // Anybody can send something unsigned; that alone is no reason for alarm.
      health: last_accepted === null ? 'bad' : 'attention',
      sentence: `Có tin gửi tới nhưng sai chữ ký nên bị từ chối: ${webhook.refused} lần, gần nhất lúc ${formatTime(last_refused)}.`,
      advice: `Một vài lần có thể do người lạ thử; nếu không có tin nào được nhận, ${compare}`,
    }
  }
  if (last_accepted !== null)
    return { health: 'good', sentence: `Tin gần nhất được nhận lúc ${formatTime(last_accepted)}.`, advice: '' }
  if (hasEvents || webhook.probes > 0 || webhook.repeated > 0)
    return { health: 'good', sentence: 'Chưa có tin mới từ khi máy chủ khởi động.', advice: '' }
  return {
    health: 'attention',
    sentence: 'Chưa nhận được tin nào từ Zalo.',
    advice: 'Quản trị viên khai báo địa chỉ webhook trên developers.zalo.me, rồi nhắn thử một câu cho OA.',
  }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
