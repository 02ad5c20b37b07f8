// Every sentence of the page, in the words that the bot uses in chats.

import type { TicketState } from '@reformdesk/shared/protocol'

export const texts = {
  title: 'Tra cứu phiếu hỏi đáp',
  intro: 'Mã tra cứu có trong tin nhắn trả lời mà anh/chị đã nhận.',
  label: 'Mã tra cứu',
  hint: 'Ví dụ: 1024-7KQ2MZ4P',
  search: 'Tra cứu',
  empty: 'Anh/chị vui lòng nhập mã tra cứu.',
  loading: 'Đang tra cứu…',
  question: 'Câu hỏi',
  sent: 'Gửi lúc',
  expert: 'Chuyên viên',
  answered: 'trả lời',
  waiting:
    'Chuyên viên sẽ trả lời trong giờ làm việc (thứ Hai đến thứ Sáu, 7:30–11:30 và 13:30–17:00). Câu trả lời sẽ đến ' +
    'ngay nơi anh/chị đã hỏi và hiện cả ở trang này.',
  continued: 'Cần trao đổi thêm về phiếu này, anh/chị nhắn tiếp tại nơi đã hỏi.',
  automatic: 'Trả lời tự động',
  legalBasis: 'Căn cứ pháp lý',
  noTicket:
    'Không có phiếu nào với mã này. Anh/chị kiểm tra lại mã trong tin nhắn đã nhận: số phiếu, dấu gạch ngang, rồi tám ' +
    'chữ và số.',
  noArticle: 'Không có bài này trong kho tri thức; có thể bài đã được thay bằng bài khác.',
  offline: 'Chưa kết nối được với máy chủ. Anh/chị kiểm tra mạng rồi thử lại.',
  unavailable: 'Hệ thống đang bận. Anh/chị vui lòng thử lại sau ít phút.',
  retry: 'Thử lại',
}

export const ticketStates: Record<TicketState, string> = {
  open: 'Đang chờ chuyên viên trả lời',
  answered: 'Đã có câu trả lời của chuyên viên',
  closed: 'Đã đóng',
}

export const ticketName = (number: number): string => `Phiếu #${number}`
export const tooFast = (seconds: number): string =>
  `Anh/chị tra cứu nhanh quá. Vui lòng thử lại sau ${Math.max(1, Math.ceil(seconds))} giây.`
