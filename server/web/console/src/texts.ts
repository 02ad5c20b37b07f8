// Words for what the server sends as codes.

import type { Review, ReviewTab, Role, Tab, TicketState } from './types.ts'

export const appName = 'Bàn làm việc chuyên viên'

export const tabNames: Record<Tab, string> = { open: 'Đang chờ', answered: 'Đã trả lời', all: 'Tất cả' }

export const reviewTabNames: Record<ReviewTab, string> = { open: 'Cần rà soát', closed: 'Đã rà soát' }

export const reviewReasons: Record<Review['reason'], string> = {
  superseded: 'Văn bản được thay thế',
  ended: 'Đến ngày hết hiệu lực',
}

export const stateNames: Record<TicketState, string> = {
  open: 'Đang chờ',
  answered: 'Đã trả lời',
  closed: 'Đã đóng',
}

export const roleNames: Record<Role, string> = { administrator: 'Quản trị viên', expert: 'Chuyên viên' }

const reasons: Record<string, string> = {
  nothing_found: 'Không tìm thấy câu trả lời phù hợp',
  outside_knowledge: 'Câu hỏi nằm ngoài phạm vi kho tri thức',
  uncertain: 'Có câu trả lời gần đúng nhưng chưa đủ chắc chắn',
  asked_for_person: 'Người hỏi muốn gặp chuyên viên',
  not_helpful: 'Người hỏi cho biết câu trả lời tự động chưa đúng ý',
  after_clarification: 'Đã hỏi lại người hỏi nhưng vẫn chưa rõ ý',
  engine_unavailable: 'Kho tri thức tạm thời không tra cứu được',
  outside_reply: 'Có người đã trả lời ngoài hệ thống',
}

export function describeReason(reason: string): string {
  return reasons[reason] ?? 'Cần chuyên viên trả lời'
}

/** A question on one line, in which several still look like several. */
export function onOneLine(question: string): string {
  return question
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' · ')
    .replace(/: · /g, ': ')
}

export const passwordProblems: Record<string, string> = {
  wrong_current: 'Mật khẩu hiện tại không đúng.',
  too_short: 'Mật khẩu mới quá ngắn.',
  too_long: 'Mật khẩu mới quá dài.',
  same_as_name: 'Mật khẩu mới không được trùng với tên đăng nhập.',
  same_as_current: 'Mật khẩu mới phải khác mật khẩu hiện tại.',
}

export const channelNames: Record<string, string> = {
  web_chat: 'Trang web',
  api: 'API',
  zalo_oa: 'Zalo OA',
  zalo_bot: 'Zalo',
}
