// An article as a search sees it: what it is compared by and when and where it may answer.
#pragma once

#include "kb_index/decide.hpp"
#include "kb_index/record.hpp"

#include <string>

#include <xapian.h>

namespace reformdesk::kb_index {

struct Entry {
    Record record;
    std::string valid_from;  ///< as schema::date_value gives it
    std::string valid_to;
    std::string territory;
};

/// Throws what Xapian throws, and std::invalid_argument for a damaged record.
Entry read_entry(const Xapian::Database& database, Xapian::docid id);

/// The sums of a comparison before they are signals.
struct Sums {
    double lexical = 0;
    double nearest = 0;
    double linear = 0;     ///< without the bias
    double citations = 0;  ///< how many of the cited documents the article names
};

/// What the sums are parts of.
struct Wholes {
    double most = 0;   ///< the lexical score of an article with all of every term
    double cited = 0;  ///< how many cited documents some article names
};

Signals signals_of(const Record& record, const Sums& sums, const Wholes& wholes,
                   const RankerParameters& parameters);

Evidence evidence_of(const Entry& entry, const Signals& signals, const AskedDay& asked);

}  // namespace reformdesk::kb_index
