// How articles are written: abbreviations, diacritics, spelling.
#pragma once

#include "kb_index/check/base.hpp"
#include "kb_index/check/dictionary.hpp"
#include "kb_index/check/finding.hpp"

namespace reformdesk::kb_index {

/// Abbreviations in capitals that nlp does not know and that no text of the base spells out, as in "dịch vụ
/// công (DVC)" or "DVC (dịch vụ công)". One finding for each.
Findings check_abbreviations(const CheckedBase& base);

/// Questions and answers, or pieces of them, that are Vietnamese typed without diacritics.
Findings check_diacritics(const CheckedBase& base);

/// Words of questions and answers that are in no dictionary. One finding for each.
Findings check_spelling(const CheckedBase& base, const Dictionary& dictionary);

}  // namespace reformdesk::kb_index
