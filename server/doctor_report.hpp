// What the doctor found, one line each, and how to mend it.
#pragma once

#include <ostream>
#include <string>

namespace reformdesk {

class DoctorReport {
  public:
    explicit DoctorReport(std::ostream& out) : out_(out) {}
    void good(const std::string& what) { out_ << "Tốt   " << what << "\n"; }
    void bad(const std::string& what, const std::string& mend) {
        out_ << "LỖI   " << what << "\n      → " << mend << "\n";
        ++problems_;
    }
    int problems() const { return problems_; }

  private:
    std::ostream& out_;
    int problems_ = 0;
};

}  // namespace reformdesk
