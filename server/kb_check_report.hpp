// How `kb check` shows what it found.
#pragma once

#include "kb_index/check/check.hpp"

#include <cstddef>
#include <iosfwd>
#include <string>

namespace reformdesk {

struct CheckReport {
    kb_index::CheckResult result;
    kb_index::CheckDays days;
    std::size_t articles = 0;
    std::size_t documents = 0;
    std::string missing_dictionary = {};  ///< the file without which spelling was not checked; empty: it was
};

std::size_t wrong_findings(const CheckReport& report);

/// By kind, under a heading with what to do; the first ten of each kind, or all.
void print(const CheckReport& report, bool all, std::ostream& out);

/// One object on one line, with every finding.
std::string to_json(const CheckReport& report);

}  // namespace reformdesk
