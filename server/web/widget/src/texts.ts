// Every sentence that the widget itself says.

import type { TicketState } from '@reformdesk/shared/protocol'

export const texts = {
  title: 'Hỏi đáp cải cách hành chính',
  subtitle: 'Câu trả lời kèm căn cứ pháp lý',
  launcher: 'Hỏi đáp',
  openPanel: 'Mở hộp hỏi đáp',
  closePanel: 'Đóng hộp hỏi đáp',
  greeting:
    'Xin chào! Mời anh/chị hỏi về cải cách hành chính. Câu trả lời tự động lấy từ kho câu hỏi đã được duyệt, kèm căn cứ ' +
    'pháp lý. Câu nào chưa có sẵn sẽ được chuyển đến chuyên viên.',
  privacy: 'Vui lòng không gửi số căn cước, mật khẩu hay thông tin riêng tư của mình và của người khác.',
  examples: 'Câu hỏi ví dụ',
  scroll: 'Khung trò chuyện',
  log: 'Nội dung trò chuyện',
  inputLabel: 'Câu hỏi của anh/chị',
  inputHint: 'Nhập câu hỏi',
  replyHint: 'Viết cho chuyên viên',
  send: 'Gửi',
  connecting: 'Đang kết nối…',
  reconnecting: 'Đang kết nối lại…',
  offline: 'Mất kết nối. Tin nhắn sẽ tự gửi khi có kết nối lại.',
  automatic: 'Trả lời tự động',
  assistant: 'Trợ lý tự động',
  expert: 'Chuyên viên',
  notice: 'Thông báo',
  legalBasis: 'Căn cứ pháp lý',
  askPerson: 'Chưa đúng ý? Gặp chuyên viên',
  askPersonMessage: 'Gặp chuyên viên',
  choices: 'Các lựa chọn',
  related: 'Câu hỏi liên quan',
  typing: 'Đang tìm câu trả lời…',
  jump: 'Tin mới bên dưới',
  newQuestion: 'Hỏi câu mới',
  askingNewQuestion: 'Tin nhắn tiếp theo là câu hỏi mới',
  backToTicket: 'Quay lại phiếu',
  queued: 'Chờ gửi',
  sending: 'Đang gửi',
  sent: 'Đã gửi',
  refused: 'Chưa gửi được',
  retry: 'Thử lại',
  edit: 'Sửa lại',
  you: 'Bạn',
}

export const ticketStates: Record<TicketState, string> = {
  open: 'Đang chờ chuyên viên trả lời',
  answered: 'Đã trả lời',
  closed: 'Đã đóng',
}

export const ticketName = (number: number): string => `Phiếu #${number}`
export const replyingTo = (number: number): string => `Đang trả lời phiếu #${number}`
export const unread = (count: number): string => `${count} tin nhắn mới`
/** The server's sentence may say by itself that the message will be sent again. */
export const heldBack = (message: string, seconds: number): string =>
  message.includes('gửi lại') ? message : `${message || 'Hệ thống đang bận.'} Sẽ tự gửi lại sau ${seconds} giây.`
export const roomLeft = (letters: number): string => `Còn khoảng ${letters} chữ cái`
export const tooLong = (letters: number): string => `Tin nhắn quá dài, xin rút bớt khoảng ${letters} chữ cái`
export function repliesTo(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim()
  const short = [...line].slice(0, 120).join('')
  return `Trả lời “${short}${short === line ? '' : '…'}”`
}
