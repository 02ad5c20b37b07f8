#include "kb_index/entry.hpp"

#include "kb_index/schema.hpp"

namespace reformdesk::kb_index {

Entry read_entry(const Xapian::Database& database, Xapian::docid id) {
    const auto document = database.get_document(id);
    return {unpack_record(document.get_data()), document.get_value(schema::valid_from_slot),
            document.get_value(schema::valid_to_slot), document.get_value(schema::territory_slot)};
}

Signals signals_of(const Record& record, const Sums& sums, const Wholes& wholes,
                   const RankerParameters& parameters) {
    Signals signals;
    signals.lexical = wholes.most > 0 ? sums.lexical / wholes.most : 0;
    signals.nearest = sums.nearest;
    const auto& guess = parameters.linear_guess;
    signals.linear =
        record.learnt ? static_cast<double>(record.bias) + sums.linear : guess[0] + guess[1] * sums.nearest;
    signals.citation = wholes.cited > 0 ? sums.citations / wholes.cited : 0;
    return signals;
}

Evidence evidence_of(const Entry& entry, const Signals& signals, const AskedDay& asked) {
    return {entry.record.id, timing_of(entry.valid_from, entry.valid_to, asked), signals};
}

}  // namespace reformdesk::kb_index
