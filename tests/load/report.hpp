// The table of a run: the server beside the bare one, and whether the bounds hold. Printed row by row.
#pragma once

#include <optional>
#include <string>

namespace reformdesk::load {

struct Row {
    std::string what;
    std::string server;
    std::string bare = "";
    std::string ratio = "";
    std::string bound = "";
    std::optional<bool> holds = {};  ///< nothing when the row is only for information
};

class Report {
  public:
    Report();
    void add(const Row& row);
    bool all_hold() const { return all_hold_; }

  private:
    bool all_hold_ = true;
};

std::string number(double value, int digits = 0);

}  // namespace reformdesk::load
