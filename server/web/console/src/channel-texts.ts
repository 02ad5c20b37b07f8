// Words for the codes of channels.

import type { EventCount, Speaking } from './channel-types.ts'

export const speakingNames: Record<Speaking, string> = {
  when_addressed: 'Khi được nhắc tên, được trả lời tin, hoặc có tiền tố',
  prefix_only: 'Chỉ khi tin bắt đầu bằng tiền tố',
  also_when_sure: 'Cả khi không được nhắc, nếu rất chắc chắn',
  silent: 'Im lặng',
}

export const outcomeNames: Record<EventCount['outcome'], string> = {
  '': 'Đang chờ xử lý',
  handled: 'Đã xử lý',
  recorded: 'Chỉ ghi lại',
  ignored: 'Bỏ qua',
  malformed: 'Không đọc được',
}

const topicNames: Record<string, string> = {
  'chuong-trinh-cchc': 'Chương trình cải cách hành chính',
  'mot-cua': 'Một cửa, một cửa liên thông',
  'kiem-soat-tthc': 'Kiểm soát thủ tục hành chính',
  'dich-vu-cong': 'Dịch vụ công trực tuyến',
  'cong-vu': 'Công vụ, công chức',
  'van-hoa-cong-so': 'Văn hóa công sở',
  'tai-chinh-cong': 'Tài chính công',
  'chinh-quyen-so': 'Chính quyền số',
  'khanh-hoa': 'Tỉnh Khánh Hòa',
  'cong-thong-tin': 'Cổng thông tin',
}

/** A topic of another knowledge base is shown as it is written there. */
export function topicName(topic: string): string {
  return topicNames[topic] ?? topic
}
