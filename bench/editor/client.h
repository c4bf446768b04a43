// A client of `weir lsp`, or of any other language server, as a process.
#pragma once

#include <sys/types.h>

#include <boost/json.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::bench {

namespace json = boost::json;

class Client {
  public:
    explicit Client(const std::vector<std::string>& command);
    ~Client();
    Client(const Client&) = delete;

    void notify(std::string_view method, json::value params);
    /// The result; what else arrives on the way is dropped.
    /// Asks, and does not wait.
    void begin(std::string_view method, json::value params);
    json::value ask(std::string_view method, json::value params);
    /// Waits for a notification that `is_it` takes.
    json::value await(std::string_view method, const std::function<bool(const json::value& params)>& is_it);
    /// Resident memory of the server now, in MiB.
    double resident_mib() const;

  private:
    void send(const json::value& message);
    json::value receive();

    pid_t process_ = -1;
    int to_ = -1, from_ = -1;
    std::string bytes_;
    int64_t last_id_ = 0;
};

}  // namespace weir::bench
