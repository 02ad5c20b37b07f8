-- Which message an entry replies to, by the sequence of its entry: two questions asked at the same time must not get
-- each other's answer.
ALTER TABLE entries ADD COLUMN reply_to {{integer}};
